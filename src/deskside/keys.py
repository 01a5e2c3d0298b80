"""`deskside keys …`: the keys that open what is recorded, for whoever runs the machine. It works on the database and
the master key's file, also beside a server that runs.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable

from deskside import logs
from deskside.app import compose, migrate
from deskside.domain.errors import DomainError, Invalid
from deskside.domain.text import fold
from deskside.ports.storage import Center
from deskside.services.suite import Services
from deskside.settings import Settings

_BACK_UP = (
    "Back it up, and the database: copies of the database from before are of no use for recordings without the former "
    "key, and the former key is gone from here."
)


async def _list(services: Services, _given: argparse.Namespace) -> str:
    where = services.outside.keeping.master_keys.where
    async with services.outside.storage.reading() as unit:
        master, counts = await unit.vault.master(), await unit.vault.counts()
        keys, centers = await unit.vault.center_keys(), await unit.accounts.centers()
    if master is None:
        return f"Nothing is sealed yet. The master key will be at {where}."
    await services.keyring.check()
    lines = [f"Master key {master} at {where}"]
    for center in centers:
        versions = [x.version for x in keys if x.center_id == center.id]
        if versions:
            unfinished = "  a rotation was interrupted: rotate-center again" if len(versions) > 1 else ""
            lines.append(f"{center.id}  key {versions[0]}  {counts.get(center.id, 0)} files  {center.name}{unfinished}")
    return "\n".join(lines)


async def _rotate_master(services: Services, _given: argparse.Namespace) -> str:
    fingerprint = await services.key_rotation.rotate_master()
    return f"Master key {fingerprint} at {services.outside.keeping.master_keys.where}. {_BACK_UP}"


async def _rotate_center(services: Services, given: argparse.Namespace) -> str:
    center = await _find(services, given.center)
    moved = await services.key_rotation.rotate_center(center.id)
    return f"{center.name} has another key, and {moved} files with it."


async def _give_up(services: Services, given: argparse.Namespace) -> str:
    lost = await services.key_rotation.give_up(given.fingerprint)
    return f"{lost} files are given up; a server that runs deletes them. What is recorded next gets a new master key."


async def _find(services: Services, who: str) -> Center:
    async with services.outside.storage.reading() as unit:
        centers = await unit.accounts.centers()
    found = [x for x in centers if x.id == who] or [x for x in centers if fold(x.name) == fold(who)]
    if len(found) != 1:
        raise Invalid("Say which center, by its name or id: " + " | ".join(f"{x.name} ({x.id})" for x in centers))
    return found[0]


def run(settings: Settings, given: argparse.Namespace) -> int:
    """Do one command. Returns the exit code; what was done, or why not, is printed. Raises MasterKeyUnusable."""
    logs.set_up(level="error", as_json=False)  # what was done is printed
    migrate(settings)
    try:
        print(asyncio.run(_run(settings, given)))
    except DomainError as refused:
        print(refused.message, file=sys.stderr)
        return 1
    return 0


async def _run(settings: Settings, given: argparse.Namespace) -> str:
    parts = compose(settings)
    act: Callable[[Services, argparse.Namespace], Awaitable[str]] = given.act
    try:
        return await act(parts.services, given)
    finally:
        await parts.database.close()


def add_commands(parser: argparse.ArgumentParser) -> None:
    """`deskside keys list | rotate-master | rotate-center | give-up`."""
    commands = parser.add_subparsers(metavar="ACT", required=True)

    def command(
        name: str, act: Callable[[Services, argparse.Namespace], Awaitable[str]], text: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(act=act)
        return added

    command("list", _list, "Print the master key's fingerprint and file, and each center's key and files.")
    command("rotate-master", _rotate_master, "Make another master key in the place of the one that is there.")
    center = command(
        "rotate-center", _rotate_center, "Make another key of a center; do it again if it was interrupted."
    )
    center.add_argument("center", help="its name or id; see: deskside keys list")
    lost = command("give-up", _give_up, "The master key is lost for good: give up all that it opened, and begin anew.")
    lost.add_argument("fingerprint", help="of the key that is lost, as the server says it")
