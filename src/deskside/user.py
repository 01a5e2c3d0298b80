"""`deskside user …`: people on the command line, for whoever runs the machine. It works on the database, also beside a
server that runs, and lets in an admin who is locked out: nobody has to be signed in.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from deskside import logs
from deskside.app import compose, migrate
from deskside.domain.access import Actor
from deskside.domain.audit import COMMAND_LINE
from deskside.domain.errors import DomainError, Invalid, NotFound
from deskside.domain.people import Role
from deskside.domain.text import email_key, fold
from deskside.http.rights import CERTIFICATE
from deskside.ports.storage import Center, User
from deskside.services.accounts import NewUser
from deskside.services.links import NewLink
from deskside.services.suite import Services
from deskside.settings import Settings

ROLES = {"student": Role.STUDENT, "tutor": Role.TEACHER, "admin": Role.CENTER_ADMIN}
_NAMES = {role: name for name, role in ROLES.items()}
_OUT = "Nobody signs in as them any more, and a server that runs puts them out of every room within two seconds."


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with."""

    services: Services
    url: str

    async def people(self) -> list[tuple[Center, User]]:
        """Everybody of every center, by name."""
        async with self.services.outside.storage.transaction() as unit:
            centers = await unit.accounts.centers()
            return [(center, user) for center in centers for user in await unit.accounts.users(center.id, None)]

    async def find(self, who: str) -> User:
        """The one person with this id, email or name, as people compare them. Raises NotFound, or Invalid where there
        are several."""
        people = await self.people()
        everybody, centers = [user for _, user in people], {user.id: center.name for center, user in people}
        found = [user for user in everybody if user.id == who.strip()]
        found = found or [user for user in everybody if user.email and email_key(user.email) == email_key(who)]
        found = found or [user for user in everybody if fold(user.name) == fold(who)]
        if not found:
            raise NotFound(f"Nobody has the email, id or name {who!r}. See: deskside user list --all")
        if len(found) > 1:
            apart = len({user.center_id for user in found}) > 1
            lines = "\n".join(
                f"  {user.id}  {user.name}  {f'{centers[user.id]}  ' if apart else ''}"
                f"{user.grade_level} {user.course_level}".rstrip()
                for user in found
            )
            raise Invalid(f"Several people are called {who!r}. Take the id of one:\n{lines}")
        return found[0]

    def told(self, link: NewLink) -> str:
        """A link as it is shown: once."""
        return f"{self.url}/join/{link.secret}"


async def _list(desk: Desk, given: argparse.Namespace) -> str:
    rows = [
        f"{user.id}  {_state(user):<8}  {user.name}  {user.email or ''}  {center.name}"
        for center, user in await desk.people()
        if given.all or not user.disabled
    ]
    return "\n".join(rows) or 'There is nobody yet. Begin with: deskside center "Name" --admin "Name" --email ADDRESS'


def _state(user: User) -> str:
    return "disabled" if user.disabled else _NAMES[user.role]


async def _add(desk: Desk, given: argparse.Namespace) -> str:
    centers = list({center.id: center for center, _ in await desk.people()}.values())
    wanted = [x for x in centers if given.center in (None, x.id) or fold(x.name) == fold(given.center)]
    if len(wanted) != 1:
        names = [fold(x.name) for x in centers]
        spelled = (x.name if names.count(fold(x.name)) == 1 else x.id for x in centers)
        raise Invalid(f"Say which center: --center {' | '.join(spelled)}")
    role, secrets = ROLES[given.role], desk.services.outside.secrets
    password = None if role is Role.STUDENT else secrets.new_secret()  # known to nobody: the link below sets one
    new = NewUser(role, given.name, given.email, password, given.grade, given.course)
    user = await desk.services.accounts.add_user(wanted[0].id, new)
    if role is Role.STUDENT:
        return f"{user.name} is added. Their personal link: {await _link_of(desk, user)}"
    link = await desk.services.records.new_password_link(user)
    return f"{user.name} is added. With this link they choose a password, once within a day: {desk.told(link)}"


async def _link_of(desk: Desk, user: User) -> str:
    return desk.told(await desk.services.links.replace_links(user))


async def _link(desk: Desk, given: argparse.Namespace) -> str:
    return await _link_of(desk, await _able(desk, given.who))


async def _password(desk: Desk, given: argparse.Namespace) -> str:
    return desk.told(await desk.services.records.new_password_link(await _able(desk, given.who)))


async def _able(desk: Desk, who: str) -> User:
    user = await desk.find(who)
    if user.disabled:
        raise Invalid(f"{user.name} is disabled. First: deskside user enable {user.id}")
    return user


async def _enable(desk: Desk, given: argparse.Namespace) -> str:
    user = await desk.find(given.who)
    await desk.services.records.enable(_machine(user), user.id)
    return f"{user.name} is back. They need a new link: deskside user link {user.id}"


async def _disable(desk: Desk, given: argparse.Namespace) -> str:
    user = await desk.find(given.who)
    await desk.services.accounts.disable_user(_machine(user), user.id)
    return f"{user.name} is disabled. {_OUT}"


async def _erase(desk: Desk, given: argparse.Namespace) -> str:
    user = await desk.find(given.who)
    erasures = desk.services.rights.erasures
    await erasures.erase(_machine(user), user.id, given.name or "")
    await erasures.settle()
    found = await erasures.certificate(_machine(user), user.id)
    if found.done_at is None:
        return "They are out, and it is begun, but not finished: a server that runs goes on with it, or do this again."
    counts = "\n".join(f"  {key.replace('_', ' ')}: {count}" for key, count in sorted(found.counts.items()))
    return f"Erased. The certificate is at {desk.url}{CERTIFICATE.format(user_id=user.id)}\n{counts}"


def _machine(user: User) -> Actor:
    """Whoever has the machine acts as an admin of the person's center."""
    return Actor(COMMAND_LINE, user.center_id, Role.CENTER_ADMIN, "command line")


def run(settings: Settings, given: argparse.Namespace) -> int:
    """Do one command. Returns the exit code; what was done, or why not, is printed."""
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
    act: Callable[[Desk, argparse.Namespace], Awaitable[str]] = given.act
    try:
        return await act(Desk(parts.services, settings.url), given)
    finally:
        await parts.database.close()


def add_commands(parser: argparse.ArgumentParser) -> None:
    """`deskside user list | add | link | password | enable | disable | erase`."""
    commands = parser.add_subparsers(metavar="ACT", required=True)

    def command(name: str, act: Callable[[Desk, argparse.Namespace], Awaitable[str]], text: str) -> None:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(act=act)
        if name not in ("list", "add"):
            added.add_argument("who", help="the person's email, id or full name; see: deskside user list")

    command("list", _list, "Print everybody of every center: id, role, name, email, center.")
    command("add", _add, "Add somebody, and print the link with which they come in for the first time.")
    command("link", _link, "Print a new personal link: a student's works for 30 days, one for staff once within a day.")
    command("password", _password, "Print a link with which staff choose a new password, once within a day.")
    command("enable", _enable, "Bring back somebody who was disabled.")
    command(
        "disable",
        _disable,
        "Let somebody in no more: their logins, links and calendars stop working, and they are out.",
    )
    command("erase", _erase, "Erase somebody from everything. This cannot be taken back.")
    erasing = commands.choices["erase"]
    erasing.add_argument("--name", help="the person's name as it stands; to go on with an erasure it is not needed")
    listing, adding = commands.choices["list"], commands.choices["add"]
    listing.add_argument("--all", action="store_true", help="also those who are disabled")
    adding.add_argument("name", help="the person's full name")
    adding.add_argument("--role", choices=tuple(ROLES), default="student", help="what they are; student if not said")
    adding.add_argument("--email", help="with which a tutor or admin signs in; students have none")
    adding.add_argument("--grade", default="", help="a student's grade level, such as 8")
    adding.add_argument("--course", default="", help="a student's course and level, such as Algebra I")
    adding.add_argument("--center", help="name or id of the center; needed only where there are several")
