"""The doctor's look at a database changes nothing and takes every state for what it is."""

import asyncio
import sqlite3
from pathlib import Path

from deskside.storage.condition import State, condition
from deskside.storage.database import migrate


def test_a_database_that_is_not_there_yet_is_empty_and_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "deskside.db"
    assert condition(f"sqlite+aiosqlite:///{file}").state is State.EMPTY
    assert not file.exists()


def test_a_migrated_database_is_current(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'deskside.db'}"
    asyncio.run(migrate(url))
    assert condition(url).state is State.CURRENT


def test_a_revision_of_the_future_is_foreign(tmp_path: Path) -> None:
    file = tmp_path / "deskside.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = 'future'")
    connection.commit()
    connection.close()
    assert condition(f"sqlite+aiosqlite:///{file}").state is State.FOREIGN


def test_what_does_not_answer_says_why_without_the_password() -> None:
    found = condition("postgresql+asyncpg://user:hidden@127.0.0.1:1/none")
    assert found.state is State.UNREACHABLE
    assert found.why
    assert "hidden" not in found.where + found.why


def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database " * 100)
    assert condition(f"sqlite+aiosqlite:///{tmp_path / 'text'}").state is State.UNREACHABLE
