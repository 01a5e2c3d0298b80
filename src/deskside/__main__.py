"""The command `deskside`: reads its arguments, makes the settings, calls what does the work."""

import argparse
import sys
from collections.abc import Callable, Sequence

from pydantic import ValidationError

from deskside import app, demo, doctor, generate
from deskside.doctor import Level
from deskside.settings import Settings

OVERRIDES = ("host", "port", "public_address", "tls_self_signed")
"""Settings that can also be given as arguments."""


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
    return run(settings, given)


def _serve(settings: Settings, _given: argparse.Namespace) -> int:
    if not _can_listen(settings):
        return 1
    app.migrate(settings)
    app.serve(settings, on_ready=lambda: print(f"Deskside is at {settings.url}", flush=True))
    return 0


def _demo(settings: Settings, _given: argparse.Namespace) -> int:
    if not _can_listen(settings):
        return 1
    app.migrate(settings)
    links = demo.ensure(settings)
    app.serve(settings, on_ready=lambda: print(demo.welcome(settings, links), flush=True))
    return 0


def _can_listen(settings: Settings) -> bool:
    """Say now, in one line, what the server could only say by crashing later."""
    found = doctor.page_port(settings)
    if found.level is not Level.OK:
        print(found, file=sys.stderr)
    return found.level is Level.OK


def _migrate(settings: Settings, _given: argparse.Namespace) -> int:
    app.migrate(settings)
    return 0


def _doctor(settings: Settings, _given: argparse.Namespace) -> int:
    problems = 0
    for finding in doctor.examine(settings, app.SystemClock().now()):
        print(finding, flush=True)
        problems += finding.level is Level.PROBLEM
    return 1 if problems else 0


def _wire(_settings: Settings, given: argparse.Namespace) -> int:
    stale = generate.stale() if given.check else generate.write()
    for path in stale:
        print(f"{path} is {'not current: run make wire' if given.check else 'written'}")
    return 1 if given.check and stale else 0


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
    wire = command("wire", _wire, "Write the generated files of a checkout: TypeScript and the settings' page.")
    wire.add_argument("--check", action="store_true", help="only say which are not current")
    return parser


if __name__ == "__main__":
    sys.exit(main())
