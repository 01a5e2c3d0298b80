"""The doctor on the record of centers: whether it is as it was written."""

import asyncio
import os

from deskside.doctor.findings import Finding, Level
from deskside.keeping_settings import witness
from deskside.ports.audit import HeadsUnreadable
from deskside.ports.storage import StorageUnavailable
from deskside.services.record_check import RecordCheck
from deskside.settings import Settings
from deskside.storage.condition import State, condition
from deskside.storage.database import Database

ABOUT = "record"


def record(settings: Settings) -> Finding:
    """Blocks: some seconds for a million rows. What is wrong with the database has a finding of its own."""
    if condition(settings.database).state is not State.CURRENT:
        return Finding(Level.OK, ABOUT, "nothing is on record yet")
    return asyncio.run(_walked(settings))


async def _walked(settings: Settings) -> Finding:
    database = Database(settings.database)
    check = RecordCheck(database.storage(), witness(settings, os.urandom).heads, asyncio.to_thread)
    try:
        known = await check.known()
        found = [await check.verify(x, known) for x in await check.centers(known)]
    except (HeadsUnreadable, StorageUnavailable) as why:
        return Finding(Level.PROBLEM, ABOUT, str(why), "see docs/operations.md, The record")
    finally:
        await database.close()
    wrong = [x.center_id for x in found if not x.intact]
    if wrong or known.torn:
        detail = f"it is not as it was written ({', '.join(wrong) or check.where})"
        return Finding(Level.PROBLEM, ABOUT, detail, "deskside audit verify")
    return Finding(Level.OK, ABOUT, f"{sum(x.rows for x in found)} rows, as they were written; heads at {check.where}")
