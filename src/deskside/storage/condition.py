"""Tells in what condition a database is, for `deskside doctor`. Looks only: makes no file and no table."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deskside.storage.unusable import named, reason


class State(StrEnum):
    """How a database stands to this version of Deskside."""

    UNREACHABLE = "unreachable"
    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    FOREIGN = "foreign"
    """Its revision is not known here: a newer Deskside was there, or something else."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`where` names the database without a password; `why` is the driver's word if it cannot be reached, else empty."""

    state: State
    where: str
    why: str = ""


def condition(url: str) -> Condition:
    """Look at the database once. `url` is one with an asynchronous driver, as `deskside.settings` gives it. Blocks."""
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    where = named(url)
    if sqlite and not Path(parsed.database or "").exists():
        return Condition(State.EMPTY, where)
    return asyncio.run(_ask(parsed, where))


async def _ask(url: URL, where: str) -> Condition:
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"timeout": 5})
    try:
        async with engine.connect() as connection:
            return Condition(await connection.run_sync(_state), where)
    except (OSError, DBAPIError) as why:
        return Condition(State.UNREACHABLE, where, reason(why))
    finally:
        await engine.dispose()


def _state(connection: Connection) -> State:
    config = Config()
    config.set_main_option("script_location", "deskside.storage:migrations")
    scripts = ScriptDirectory.from_config(config)
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return State.EMPTY
    if revision == scripts.get_current_head():
        return State.CURRENT
    return State.BEHIND if revision in {script.revision for script in scripts.walk_revisions()} else State.FOREIGN
