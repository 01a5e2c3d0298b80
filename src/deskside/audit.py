"""`deskside audit verify`: whether the record of each center is as it was written, for whoever runs the machine. It
works on the database and the file of heads, also beside a server that runs, and changes nothing.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping

from deskside import logs
from deskside.app import compose, migrate
from deskside.domain.chain import Fault, FaultKind
from deskside.ports.audit import HeadsUnreadable
from deskside.services.record_check import Verdict
from deskside.services.suite import Services
from deskside.settings import Settings

SHOWN = 20
"""Faults of a center that are printed."""
TOLD: Mapping[FaultKind, str] = {
    FaultKind.ALTERED: "row {} is not the one that was written there",
    FaultKind.MISSING: "rows are missing at row {}",
    FaultKind.EMPTIED: "the detail of row {} was emptied, and nobody was erased",
    FaultKind.REMOVED: "rows were removed from the end: there were {} once",
    FaultKind.OTHER: "the file of heads knows another row {}: this one and what follows was made anew",
}


def told(fault: Fault) -> str:
    """A fault as people read it."""
    return TOLD[fault.kind].format(fault.number)


def lines_of(verdict: Verdict) -> list[str]:
    """What was found of a center."""
    if verdict.intact:
        lag = "no head of it is known outside" if verdict.lag is None else f"its head lags by {verdict.lag}"
        vouched = "" if verdict.lag == 0 or not verdict.rows else f" ({lag})"
        return [f"{verdict.center_id}  {verdict.rows} rows, intact{vouched}"]
    more = [f"  … and {len(verdict.faults) - SHOWN} more"] if len(verdict.faults) > SHOWN else []
    faults = [f"  {told(fault)}" for fault in verdict.faults[:SHOWN]]
    return [f"{verdict.center_id}  {verdict.rows} rows, {len(verdict.faults)} faults", *faults, *more]


async def _verify(services: Services, wanted: str | None) -> int:
    check = services.record_check
    known = await check.known()
    centers = await check.centers(known)
    if wanted is not None and wanted not in centers:
        print(f"No center has the id {wanted!r}. There are: {', '.join(centers) or 'none'}", file=sys.stderr)
        return 2
    found = [await check.verify(x, known) for x in centers if wanted in (None, x)]
    for line in (line for verdict in found for line in lines_of(verdict)):
        print(line)
    where = check.where
    if known.torn:
        print(f"{where}: {known.torn} lines are none; somebody else wrote into it")
    if known.torn or not all(x.intact for x in found):
        print(f"If a backup of the database was restored: move {where} aside, and note when.", file=sys.stderr)
        return 1
    return 0


def run(settings: Settings, given: argparse.Namespace) -> int:
    """Returns 0 if all is as it was written, 1 if not, 2 for a center that there is not."""
    logs.set_up(level="error", as_json=False)
    migrate(settings)
    try:
        return asyncio.run(_run(settings, given.center))
    except HeadsUnreadable as why:
        print(why, file=sys.stderr)
        return 1


async def _run(settings: Settings, center: str | None) -> int:
    parts = compose(settings)
    try:
        return await _verify(parts.services, center)
    finally:
        await parts.database.close()


def add_commands(parser: argparse.ArgumentParser) -> None:
    """`deskside audit verify [--center ID]`."""
    commands = parser.add_subparsers(metavar="ACT", required=True)
    text = "Walk along the record of every center, and say what was altered, removed or put in."
    verify = commands.add_parser("verify", help=text, description=text)
    verify.add_argument("--center", help="only of the center with this id; see: deskside keys list")
