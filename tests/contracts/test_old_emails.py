"""People of a database of before sign in with their email, however it was folded then."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from structlog.testing import capture_logs

from deskside.domain.errors import Unauthorized
from deskside.domain.text import email_key
from deskside.services.accounts import AccountService
from deskside.services.ways_in import Ended
from deskside.storage.database import Database, migrate
from deskside.storage.sqlite import sqlite_engine
from tests.fakes.clock import CountedSecrets, HeldClock
from tests.fakes.passwords import PlainPasswords
from tests.postgres import Cluster

SECRETS = CountedSecrets()
VECTORS = json.loads((Path(__file__).parent.parent / "vectors/text.json").read_text())
CENTER = "INSERT INTO center (id, name) VALUES ('c', 'Center'), ('d', 'Another')"
PERSON = """INSERT INTO user_account
    (id, center_id, role, name, email, email_key, password_hash, grade_level, course_level, disabled)
    VALUES (:id, :center, 'TEACHER', 'Somebody', :email, :key, :password, '', '', :disabled)"""

Old = tuple[str, str, str, bool]
"""Center, id, email, whether disabled. The password is the id up to a hyphen."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there are no tables yet."""
    if request.param == "postgres":
        server: Cluster = request.getfixturevalue("postgres")
        return server.create(f"old_{tmp_path.name}")
    return f"sqlite:///{tmp_path / 'old.db'}"


def _fill(connection: Connection, people: Sequence[Old]) -> None:
    """Tables as they were before revision 8, when an email was compared without case only."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "deskside.storage:migrations")
    command.upgrade(config, "0007")
    connection.execute(text(CENTER))
    for center, who, email, disabled in people:
        row = {"id": who, "center": center, "email": email, "key": email.casefold(), "disabled": disabled}
        connection.execute(text(PERSON), {**row, "password": f"hash of {who.partition('-')[0]}"})


async def _migrated(url: str, people: Sequence[Old]) -> list[dict[str, object]]:
    """The lines of the log that migrating such a database leaves."""
    if url.startswith("sqlite"):
        engine = sqlite_engine(url)
        with engine.begin() as connection:
            _fill(connection, people)
        engine.dispose()
    else:
        remote = create_async_engine(url)
        async with remote.begin() as there:
            await there.run_sync(_fill, people)
        await remote.dispose()
    with capture_logs() as lines:
        await migrate(url)
    return [dict(x) for x in lines]


async def _nothing(ended: Ended) -> None:
    """Nothing is open."""


async def _signs_in(url: str, email: str, who: str) -> str | None:
    """Who is signed in by this email and the password of `who`."""
    database = Database(url)
    accounts = AccountService(database.storage(), HeldClock(), SECRETS, PlainPasswords(), _nothing)
    try:
        return (await accounts.sign_in(email, who)).actor.user_id
    except Unauthorized:
        return None
    finally:
        await database.close()


@pytest.mark.parametrize(
    "email",
    [
        "o’neill@school.example",
        "anna–marie@school.example",
        "zoe\u00ad@school.example",
        "Jos\u00e9\u200b@School.example",
    ],
)
async def test_an_email_of_before_is_found_as_it_was_and_as_it_is_typed(old_url: str, email: str) -> None:
    assert await _migrated(old_url, [("c", "ann", email, False)]) == []
    assert await _signs_in(old_url, email, "ann") == "ann"
    assert await _signs_in(old_url, email_key(email).upper(), "ann") == "ann"


async def test_emails_of_before_are_compared_as_those_of_now(old_url: str) -> None:
    written = {email_key(f"{raw.strip()}@x"): f"{raw.strip()}@x" for raw, *_ in VECTORS if len(raw) < 60}
    people = [("c", f"p{at}", email, False) for at, email in enumerate(written.values())]
    await _migrated(old_url, people)
    database = Database(old_url)
    async with database.storage().reading() as unit:
        found = [[x.id for x in await unit.accounts.users_by_email(email)] for _, _, email, _ in people]
    await database.close()
    assert found == [[who] for _, who, _, _ in people]


async def test_of_two_people_with_one_address_now_both_sign_in_and_the_log_says_so(old_url: str) -> None:
    """The first has the address already as it is compared; the other one may be of any order."""
    curly, plain = ("c", "ann", "o’neill@school.example", False), ("c", "bob", "o'neill@school.example", False)
    there = ("d", "dan", "o’neill@school.example2", False)
    lines = await _migrated(old_url, [curly, plain, there])
    told = {"event": "email_shared", "log_level": "warning", "center": "c", "user": "ann", "with_user": "bob"}
    assert lines == [told]
    for who, email in (("ann", curly[2]), ("ann", plain[2]), ("bob", curly[2]), ("bob", plain[2])):
        assert await _signs_in(old_url, email, who) == who
    assert await _signs_in(old_url, there[2], "dan") == "dan"


async def test_who_has_one_address_twice_with_one_password_is_asked_for_no_center(old_url: str) -> None:
    await _migrated(old_url, [("c", "ann-1", "o’n@x", False), ("c", "ann-2", "o'n@x", False)])
    assert await _signs_in(old_url, "o'n@x", "ann") in ("ann-1", "ann-2")


async def test_two_spellings_that_revision_8_made_one_do_not_stop_it(old_url: str) -> None:
    lines = await _migrated(old_url, [("c", "ann", "ann@x", False), ("c", "wide", "ａnn@x", False)])
    assert [x["event"] for x in lines] == ["email_shared"]
    assert await _signs_in(old_url, "ann@x", "ann") == "ann"
    assert await _signs_in(old_url, "ann@x", "wide") == "wide"


async def test_the_address_of_somebody_disabled_stays_free(old_url: str) -> None:
    people = [("c", "gone", "o’neill@school.example", True), ("c", "here", "o'neill@school.example", False)]
    assert await _migrated(old_url, people) == []
    assert await _signs_in(old_url, "o’neill@school.example", "here") == "here"
    assert await _signs_in(old_url, "o’neill@school.example", "gone") is None
