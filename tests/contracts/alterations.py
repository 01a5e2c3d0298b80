"""Ways of changing a stored record unseen, as whoever can write the database would try."""

import random
from typing import Protocol

from sqlalchemy import Connection, delete, insert, select, update

from deskside.domain.chain import Entry, digest_of, genesis, hash_of
from deskside.domain.ids import CenterId
from deskside.storage.audit import audit
from tests.contracts.room import CENTER

OTHER = CenterId("center-2")
ROWS = 30


class Alteration(Protocol):
    """Of one row, by its number."""

    __name__: str

    def __call__(self, connection: Connection, rng: random.Random, number: int) -> None: ...


def _change(connection: Connection, rng: random.Random, number: int) -> None:
    """One column of it."""
    column = rng.choice([x for x in audit.c if x.name not in ("center_id", "number")])
    before = connection.execute(select(column).where(audit.c.center_id == CENTER, audit.c.number == number)).scalar()
    other = before + 1 if isinstance(before, int) else f"{before}{rng.randrange(10)}"
    after = None if column.nullable and rng.random() < 0.3 else other
    _set(connection, number, {column.name: after})


def _set(connection: Connection, number: int, values: dict[str, object]) -> None:
    row = (audit.c.center_id == CENTER, audit.c.number == number)
    connection.execute(update(audit).where(*row).values(values))


def _empty(connection: Connection, rng: random.Random, number: int) -> None:
    _set(connection, number, {"detail": "", "salt": None})


def _remove(connection: Connection, rng: random.Random, number: int) -> None:
    connection.execute(delete(audit).where(audit.c.center_id == CENTER, audit.c.number == number))


def _cut_off(connection: Connection, rng: random.Random, number: int) -> None:
    connection.execute(delete(audit).where(audit.c.center_id == CENTER, audit.c.number >= number))


def _move_away(connection: Connection, rng: random.Random, number: int) -> None:
    _set(connection, number, {"center_id": OTHER, "number": 1_000})


def _renumber(connection: Connection, rng: random.Random, number: int) -> None:
    _set(connection, number, {"number": rng.choice([0, -1, ROWS + 1, 10**9])})


def _swap(connection: Connection, rng: random.Random, number: int) -> None:
    """What two rows say, with or without their hashes."""
    other = rng.choice([x for x in range(1, ROWS + 1) if x != number])
    names = [
        "at",
        "actor_id",
        "act",
        "target_id",
        "session_id",
        "detail",
        "digest",
        "salt",
        *rng.choice([[], ["hash"]]),
    ]
    columns = [audit.c[x] for x in names]
    both = [
        connection.execute(select(*columns).where(audit.c.center_id == CENTER, audit.c.number == x)).one()
        for x in (number, other)
    ]
    for at, row in zip((other, number), both, strict=True):
        _set(connection, at, dict(zip(names, row, strict=True)))


def _put_in(connection: Connection, rng: random.Random, number: int) -> None:
    """A copy of a row, in the place of what followed on it; what follows is numbered anew."""
    rows = rows_of(connection)
    made = [*rows[:number], rows[number - 1], *rows[number:]]
    _write_all(connection, [{**x, "number": n} for n, x in enumerate(made, 1)])


def _take_out(connection: Connection, rng: random.Random, number: int) -> None:
    """A row, and what follows is numbered anew, perhaps with hashes as they should be."""
    rows = rows_of(connection)
    left = [{**x, "number": n} for n, x in enumerate(rows[: number - 1] + rows[number:], 1)]
    _write_all(connection, _hashed(left) if rng.random() < 0.5 else left)


def _forge(connection: Connection, rng: random.Random, number: int) -> None:
    """Another row, and everything after it hashed anew, as whoever knows how would do."""
    rows = rows_of(connection)
    salt, detail = "00" * 16, f"forged {rng.random()}"
    rows[number - 1] |= {"detail": detail, "salt": salt, "digest": digest_of(salt, detail)}
    _write_all(connection, _hashed(rows))


def rows_of(connection: Connection) -> list[dict[str, object]]:
    query = select(audit).where(audit.c.center_id == CENTER).order_by(audit.c.number)
    return [dict(x) for x in connection.execute(query).mappings()]


def _write_all(connection: Connection, rows: list[dict[str, object]]) -> None:
    connection.execute(delete(audit).where(audit.c.center_id == CENTER))
    if rows:
        connection.execute(insert(audit), rows)


def _hashed(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    names = ("center_id", "number", "at", "actor_id", "act", "target_id", "session_id", "digest")
    previous = genesis(CENTER)
    for row in rows:
        previous = hash_of(previous, Entry(*(row[x] for x in names)))  # type: ignore[arg-type]
        row["hash"] = previous
    return rows


WAYS: tuple[Alteration, ...] = (
    *(_change, _change, _change, _empty, _remove, _cut_off),
    *(_move_away, _renumber, _swap, _put_in, _take_out, _forge),
)
