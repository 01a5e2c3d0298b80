"""A center's record as a chain: each row holds a hash over itself and the row before it (ADR 7). Whoever changes, takes
out, exchanges or adds a row has to make every later hash anew, and the newest one is kept elsewhere as well.

`detail` is hashed by itself, with a salt: it can be emptied when a person is erased, and the chain still holds.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from deskside.domain.audit import AuditAct

_MARK = b"deskside audit 1\n"
"""Which way of hashing this is: another one begins otherwise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is hashed of a row. Plain text, as it is stored: a row of an unknown act is checked as well."""

    center_id: str
    number: int
    """1, 2, 3 … of its center, without gaps."""
    at: int
    actor_id: str
    act: str
    target_id: str | None
    session_id: str | None
    digest: str
    """Of the detail."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row as it is kept. `salt` None: the detail was emptied because somebody was erased."""

    entry: Entry
    detail: str
    salt: str | None
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row of a center at some moment, as it is known outside of the database."""

    center_id: str
    number: int
    hash: str


class FaultKind(StrEnum):
    """What is wrong with a record."""

    ALTERED = "altered"
    """The row is not the one that was written there: changed, exchanged, or put in."""
    MISSING = "missing"
    """Rows before this one are gone, or this one has another number."""
    EMPTIED = "emptied"
    """Its detail is gone, and nobody was erased whom it concerns."""
    REMOVED = "removed"
    """Rows up to this number were there once."""
    OTHER = "other"
    """Another row had this number when it was written: everything since was made anew."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where it shows."""

    kind: FaultKind
    number: int


def genesis(center_id: str) -> str:
    """What the first row of a center holds as the hash before it. SHA-256, 64 hexadecimal digits, as all here."""
    return hashlib.sha256(_MARK + b"genesis\n" + _told([center_id])).hexdigest()


def digest_of(salt: str, detail: str) -> str:
    """A short detail could be guessed from a hash without a salt. 128 random bits, in hexadecimal digits."""
    return hashlib.sha256(_MARK + b"detail\n" + _told([salt, detail])).hexdigest()


def hash_of(previous: str, entry: Entry) -> str:
    """Of a row: over the hash of the one before it and its own fields, as JSON without blanks, in ASCII."""
    row: list[str | int | None] = [
        previous,
        entry.center_id,
        entry.number,
        entry.at,
        entry.actor_id,
        entry.act,
        entry.target_id,
        entry.session_id,
        entry.digest,
    ]
    return hashlib.sha256(_MARK + b"row\n" + _told(row)).hexdigest()


def _told(values: list[str | int | None]) -> bytes:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk along the rows of a center, in the order of their numbers; begun with `began`."""

    center_id: str
    previous: str
    number: int = 0
    rows: int = 0
    faults: tuple[Fault, ...] = ()
    heads: tuple[Head, ...] = ()
    """Those that were not met yet."""
    emptied: tuple[tuple[int, str, str | None], ...] = ()
    """Rows without their detail: number, actor, target."""
    erased: frozenset[str] = frozenset()

    def over(self, rows: Iterable[KeptRow]) -> "Walk":
        """The same, these rows further."""
        heads = {x.number: x.hash for x in self.heads}
        previous, number, count = self.previous, self.number, self.rows
        faults, emptied, erased = list(self.faults), list(self.emptied), set(self.erased)
        for row in rows:
            entry = row.entry
            if entry.number != number + 1:
                faults.append(Fault(FaultKind.MISSING, entry.number))
            if row.hash != hash_of(previous, entry) or not _detail_holds(row):
                faults.append(Fault(FaultKind.ALTERED, entry.number))
            if heads.pop(entry.number, row.hash) != row.hash:
                faults.append(Fault(FaultKind.OTHER, entry.number))
            if row.salt is None:
                emptied.append((entry.number, entry.actor_id, entry.target_id))
            if entry.act == AuditAct.PERSON_ERASED.value and entry.target_id is not None:
                erased.add(entry.target_id)
            previous, number, count = row.hash, entry.number, count + 1
        return replace(
            self,
            previous=previous,
            number=number,
            rows=count,
            faults=tuple(faults),
            heads=tuple(x for x in self.heads if x.number in heads),
            emptied=tuple(emptied),
            erased=frozenset(erased),
        )

    def ended(self) -> tuple[Fault, ...]:
        """Everything that is wrong, once all rows were walked along; by number."""
        unexplained = [n for n, *people in self.emptied if not self.erased.intersection(filter(None, people))]
        faults = [*self.faults, *(Fault(FaultKind.EMPTIED, n) for n in unexplained)]
        if gone := [x.number for x in self.heads if x.number > self.number]:
            faults.append(Fault(FaultKind.REMOVED, max(gone)))
        faults += [Fault(FaultKind.MISSING, x.number) for x in self.heads if x.number <= self.number]
        return tuple(sorted(set(faults), key=lambda x: (x.number, x.kind)))


def began(center_id: str, heads: Iterable[Head]) -> Walk:
    """Before the first row. `heads`: what is known outside of the database, of any center."""
    mine = {(x.number, x.hash): x for x in heads if x.center_id == center_id}
    known = Counter(number for number, _ in mine)
    faults = tuple(Fault(FaultKind.OTHER, number) for number, times in known.items() if times > 1)
    return Walk(center_id, genesis(center_id), heads=tuple(mine.values()), faults=faults)


def _detail_holds(row: KeptRow) -> bool:
    if row.salt is None:
        return row.detail == ""
    return digest_of(row.salt, row.detail) == row.entry.digest
