"""The chain of a record: what a walk along it finds. Alterations of stored rows are in tests/contracts."""

from dataclasses import replace

import pytest

from deskside.domain.chain import (
    Entry,
    Fault,
    FaultKind,
    Head,
    KeptRow,
    Walk,
    began,
    digest_of,
    genesis,
    hash_of,
)

SALT = "ab" * 16


def rows(count: int, act: str = "content_read") -> list[KeptRow]:
    made, previous = list[KeptRow](), genesis("c")
    for n in range(1, count + 1):
        entry = Entry("c", n, 10 * n, "tutor", act, "alice", None, digest_of(SALT, f"note {n}"))
        previous = hash_of(previous, entry)
        made.append(KeptRow(entry, f"note {n}", SALT, previous))
    return made


def head(row: KeptRow) -> Head:
    return Head("c", row.entry.number, row.hash)


def found(made: list[KeptRow], *heads: Head) -> list[tuple[FaultKind, int]]:
    """In one walk, and the same in steps of one row."""
    whole, steps = began("c", heads).over(made), began("c", heads)
    for row in made:
        steps = steps.over([row])
    assert whole == steps
    return [(x.kind, x.number) for x in whole.ended()]


def test_the_hashes_are_as_they_are_written_down() -> None:
    """They are kept for years: another way of hashing needs another mark (docs/adr/0007)."""
    entry = Entry("c", 1, 5, "tutor", "content_read", None, "Zoë", digest_of(SALT, "é"))
    assert genesis("c") == "8ae7912b73aab5a88c72b5e3408c4f45be087fbc52965597149ef8c3965a80ec"
    assert entry.digest == "b0e061de3e93c01356779f4fed2286704c0ba170a16796dac388e51d102d9d2a"
    assert hash_of(genesis("c"), entry) == "9937eb7f32e700257d7a6f14f8b2fd4974d78214b022069c422129356566de36"


def test_a_record_as_it_was_written_has_no_fault() -> None:
    made = rows(5)
    assert found([]) == []
    assert found(made, head(made[1]), head(made[1]), head(made[4]), Head("another", 9, "…")) == []


def test_a_changed_row_is_named_alone() -> None:
    made = rows(5)
    made[2] = replace(made[2], entry=replace(made[2].entry, at=11))
    assert found(made) == [(FaultKind.ALTERED, 3)]
    made[2] = replace(rows(5)[2], detail="another")
    assert found(made) == [(FaultKind.ALTERED, 3)]
    made[2] = replace(rows(5)[2], salt=None)
    assert found(made) == [(FaultKind.ALTERED, 3), (FaultKind.EMPTIED, 3)]


def test_what_is_missing_shows_where_the_chain_goes_on_or_at_the_head() -> None:
    made = rows(5)
    del made[1:3]
    assert found(made) == [(FaultKind.ALTERED, 4), (FaultKind.MISSING, 4)]
    assert found(rows(3), head(rows(5)[4]), head(rows(5)[3])) == [(FaultKind.REMOVED, 5)]
    assert (FaultKind.MISSING, 2) in found(made, head(rows(5)[1]))
    assert found([], head(rows(1)[0])) == [(FaultKind.REMOVED, 1)]


def test_what_was_made_anew_differs_from_its_head() -> None:
    made = rows(5, act="link_made")
    assert found(made, head(rows(5)[2])) == [(FaultKind.OTHER, 3)]
    assert found(made, head(made[2]), head(rows(5)[2]))[0] == (FaultKind.OTHER, 3)


@pytest.mark.parametrize("whom", ["alice", "tutor"])
def test_a_detail_is_emptied_only_of_somebody_who_was_erased(whom: str) -> None:
    made = rows(2)
    made[0] = replace(made[0], detail="", salt=None)
    assert found(made) == [(FaultKind.EMPTIED, 1)]
    entry = Entry("c", 3, 30, "admin", "person_erased", whom, None, digest_of(SALT, ""))
    made.append(KeptRow(entry, "", SALT, hash_of(made[1].hash, entry)))
    assert found(made) == []


def test_an_act_that_erased_nobody_in_particular_explains_nothing() -> None:
    entry = Entry("c", 1, 30, "admin", "person_erased", None, None, digest_of(SALT, ""))
    walk: Walk = began("c", ()).over([KeptRow(entry, "", None, hash_of(genesis("c"), entry))])
    assert walk.ended() == (Fault(FaultKind.EMPTIED, 1),)
