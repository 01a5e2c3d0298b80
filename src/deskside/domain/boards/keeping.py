"""How much is kept of boards, and what goes when that is exceeded.

All revisions of a lesson are kept for as long as they have room, so that it can be replayed stroke by stroke. Beyond
that the past becomes coarser: first only whole revisions stay, then only what each board is now; what went along with a
call for help always stays, with what it is built on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from deskside.domain.errors import Conflict

MEGABYTE = 1_000_000
MINUTE_BYTES = 16 * MEGABYTE
"""Of strokes and pictures from one person. A hand that draws without a pause sends 12 MB, as its strokes grow."""
REVISION_BYTES_PER_SECOND = 25_000
"""A board that stores more is stored less often. An ordinary revision has some kilobytes, every two seconds."""


@dataclass(frozen=True, slots=True)
class Space:
    """What the boards of one session, and of all sessions of a center, may take: bytes as they are stored."""

    session: int = 64 * MEGABYTE
    center: int = 20_000 * MEGABYTE


USUAL = Space()


@dataclass(frozen=True, slots=True)
class Used:
    """What they take."""

    session: int
    center: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A revision as far as it matters here. `kept`: it went along with a call for help."""

    number: int
    whole: bool
    kept: bool
    size: int


class NoSpace(Conflict):
    """Nothing more can be kept."""

    code = "board_full"


class TooFast(Conflict):
    """More than one person may bring in a minute; pages try again by themselves."""

    code = "rate_limited"

    def __init__(self) -> None:
        super().__init__("That is more than a board takes at once. It is sent again in a moment.")


def require_space(used: Used, space: Space, more: int) -> None:
    """Whether so many bytes of a picture have room. Raises NoSpace with what can be done."""
    if used.session + more > space.session:
        raise NoSpace("The boards of this session are full. Delete what is no longer needed, or clear a board.")
    if used.center + more > space.center:
        raise NoSpace("Your center's space for boards is full. Whoever runs Deskside there can give it more.")


def thinned(revisions: Iterable[Stored], *, coarse: bool) -> tuple[int, ...]:
    """The numbers of one board's revisions that go; `coarse`: also whole ones of the past."""
    there = sorted(revisions, key=lambda x: x.number)
    stay: set[int] = set()
    base = 0
    chain: list[int] = []
    for each in there:
        if each.whole:
            base, chain = each.number, []
            if not coarse:
                stay.add(base)
        chain.append(each.number)
        if each.kept:
            stay.update(chain)
    stay.update(x.number for x in there if x.number >= base)
    return tuple(x.number for x in there if x.number not in stay)
