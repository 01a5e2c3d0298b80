"""The command `deskside`: reads its arguments, makes the settings, calls what does the work."""

import argparse
import asyncio
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from deskside import app, audit, demo, doctor, keys, logs, user
from deskside.doctor.findings import Level
from deskside.doctor.network import port_taken
from deskside.domain.errors import DomainError
from deskside.domain.people import Role
from deskside.ports.storage import StorageUnavailable
from deskside.ports.vault import MasterKeyUnusable
from deskside.services.accounts import NewUser
from deskside.serving.run import serve
from deskside.settings import Settings
from deskside.settings_page import settings_page
from deskside.storage.database import NewerDatabase
from deskside.storage.unusable import Unusable, named
from deskside.wire import typescript

OVERRIDES = ("host", "port", "public_address", "tls_self_signed")
"""Settings that can also be given as arguments."""
_NOTHING_STORED = "see what the log says of it (database_unavailable): make room on its disk, or let it write"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 not done, 2 asked wrongly."""
    given = _parser().parse_args(arguments)
    overrides = {name: getattr(given, name) for name in OVERRIDES if getattr(given, name, None) is not None}
    try:
        settings = Settings(**overrides)
    except ValidationError as wrong:
        for error in wrong.errors():
            print(f"{'.'.join(map(str, error['loc'])) or 'settings'}: {error['msg']}", file=sys.stderr)
        return 2
    run: Callable[[Settings, argparse.Namespace], int] = given.run
    try:
        code = run(settings, given)
        sys.stdout.flush()
        return code
    except (NewerDatabase, Unusable, MasterKeyUnusable) as why:
        print(why, file=sys.stderr)
        return 1
    except StorageUnavailable as away:
        print(Unusable(named(settings.database), str(away), _NOTHING_STORED), file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads it has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor is anything written at the end
        return 1


def _serve(settings: Settings, _given: argparse.Namespace) -> int:
    def ready() -> None:
        print(f"Deskside is at {settings.url}", flush=True)

    return serve(settings, prepare=lambda: app.migrate(settings), on_ready=ready)


def _demo(settings: Settings, _given: argparse.Namespace) -> int:
    taken = port_taken(settings)
    if taken is not None:  # Otherwise the new links would be made for nothing.
        print(f"Port {settings.port} cannot be had ({taken}). Is Deskside running already? --port N", file=sys.stderr)
        return 1
    links: list[demo.DemoLink] = []

    def prepare() -> None:
        app.migrate(settings)
        links.extend(demo.ensure(settings))

    return serve(settings, prepare=prepare, on_ready=lambda: print(demo.welcome(settings, links), flush=True))


def _migrate(settings: Settings, _given: argparse.Namespace) -> int:
    app.migrate(settings)
    return 0


def _doctor(settings: Settings, _given: argparse.Namespace) -> int:
    problems = 0
    logs.set_up(level="critical", as_json=False)  # what is wrong is in the findings
    for finding in doctor.examine(settings, app.system_clock().now()):
        print(finding, flush=True)
        problems += finding.level is Level.PROBLEM
    return 1 if problems else 0


def _wire(_settings: Settings, given: argparse.Namespace) -> int:
    """Write, or with --check only name, what differs from what its source says now."""
    folder = Path("web/src/wire")
    wanted = {folder / name: text for name, text in typescript.files().items()}
    wanted[Path("docs/settings.md")] = settings_page()
    stale = [path for path, text in wanted.items() if not path.is_file() or path.read_text() != text]
    for path in stale:
        if given.check:
            print(f"{path} is not current: make wire")
        else:
            path.write_text(wanted[path])
            print(f"{path} is written")
    return 1 if given.check and stale else 0


def _center(settings: Settings, given: argparse.Namespace) -> int:
    asked = getpass.getpass if sys.stdin.isatty() else (lambda prompt: sys.stdin.readline().rstrip("\n"))
    password = asked(f"Password of {given.email}: ")
    if any("\ud800" <= character <= "\udfff" for character in password):  # how Python keeps bytes that are no text
        print("The password is not text in this terminal's encoding. Type it anew.", file=sys.stderr)
        return 1
    app.migrate(settings)
    try:
        asyncio.run(_found_center(settings, given.name, NewUser(Role.CENTER_ADMIN, given.admin, given.email, password)))
    except DomainError as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"{given.admin} signs in at {settings.url}/login and adds tutors and students there.")
    return 0


async def _found_center(settings: Settings, name: str, admin: NewUser) -> None:
    parts = app.compose(settings)
    try:
        await parts.services.accounts.found_center(name, admin)
    finally:
        await parts.database.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("deskside", description="A tutoring room for one tutor and several students.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--host", help="address to listen on")
    where.add_argument("--port", type=int, help="TCP port to listen on")
    where.add_argument("--public-address", help="IP addresses at which browsers reach this machine, by commas")
    where.add_argument(
        "--tls-self-signed", action="store_true", default=None, help="make a certificate for a trial in a LAN"
    )

    def command(name: str, run: Callable[[Settings, argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, parents=[where])
        added.set_defaults(run=run)
        return added

    command("serve", _serve, "Bring the database up to date and serve.")
    command("demo", _demo, "Serve a demo center with a session that is ready to start.")
    command("migrate", _migrate, "Bring the database up to date.")
    command("doctor", _doctor, "Say what is missing or wrong on this machine, and how to mend it.")
    center = command(
        "center", _center, "Found a center with its first admin. The password is asked for, or read from stdin."
    )
    center.add_argument("name", help="the center's name")
    center.add_argument("--admin", required=True, help="the admin's name")
    center.add_argument("--email", required=True, help="the email that the admin signs in with")
    user.add_commands(
        command("user", user.run, "People on the command line: list, add, link, password, enable, disable, erase.")
    )
    keys.add_commands(
        command("keys", keys.run, "Keys of what is recorded: list, rotate-master, rotate-center, give-up.")
    )
    audit.add_commands(command("audit", audit.run, "The record of who did what: verify that it is as it was written."))
    wire = command("wire", _wire, "Write the generated files of a checkout: TypeScript and the settings' page.")
    wire.add_argument("--check", action="store_true", help="only say which are not current")
    return parser
