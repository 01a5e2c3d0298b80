"""What happens to lines of a connection while others come and go, and while packets get lost."""

import asyncio
from typing import Protocol

import pytest

from deskside.domain.tracks import TrackKind
from deskside.ports.media import EngineRefused, Offer, OfferMade
from tests.media.lesson import SESSION, Lesson
from tests.media.peer import Receiving
from tests.media.people import edges, until

pytestmark = pytest.mark.engine

UNANSWERED_SECONDS = 20.0
"""With consent checks libnice 0.1.21 gives up after 10 s, and the engine hangs up 5 s later."""


async def test_a_line_of_the_browser_is_never_fed_anew_without_having_been_inactive(lesson: Lesson) -> None:
    """Or its picture would move once in three seconds: the engine begins VP8's picture numbers anew."""
    await lesson.route(edges(lesson.alice, lesson.tutor))
    for _ in range(3):
        before = lesson.tutor.offer
        assert before is not None
        await lesson.alice.publish()
        await lesson.tutor.is_offered(lesson.alice, fresh=False, after=before)
        await lesson.tutor.receives(lesson.alice, TrackKind.VIDEO)
        assert lesson.tutor.offer is not None
        fed_before = {each.mid for each in before.streams if each.source == lesson.alice.id}
        fed_now = {each.mid for each in lesson.tutor.offer.streams if each.source == lesson.alice.id}
        assert fed_before
        assert not fed_before & fed_now
        await until(lambda mids=fed_before: mids <= inactive(lesson.tutor.offer))  # type: ignore[misc]


def inactive(offer: Offer | None) -> set[str]:
    """The m-lines on which this offer sends nothing."""
    sections = [] if offer is None else offer.sdp.split("\nm=")[1:]
    quiet = [each for each in sections if "a=inactive" in each or each.split(" ", 2)[1] == "0"]
    return {each.split("a=mid:", 1)[1].split()[0] for each in quiet}


async def test_an_offer_that_got_lost_is_made_again_and_what_comes_later_is_offered_too(lesson: Lesson) -> None:
    """The page's socket was away: nobody took the offer, and one offer in flight keeps all others back."""
    await lesson.route(edges(lesson.alice, lesson.tutor) | edges(lesson.bob, lesson.tutor))
    tutor = lesson.events.people.pop(lesson.tutor.id)
    before, seen = tutor.offer, len(lesson.events.seen)
    await lesson.alice.publish()
    await until(lambda: any(isinstance(x, OfferMade) and x.person == tutor.id for x in lesson.events.seen[seen:]))
    lesson.events.people[tutor.id] = tutor
    await lesson.bob.publish()
    await tutor.is_offered(lesson.alice, fresh=False, after=before)
    await tutor.receives(lesson.alice, TrackKind.AUDIO)
    await tutor.receives(lesson.bob, TrackKind.AUDIO)


async def test_an_offer_that_was_answered_twice_closes_nothing_of_the_next(lesson: Lesson) -> None:
    """A slow page is told again of what it is about to answer. Its second answer says of a line that is opened now what
    was so before: the picture would never come, with nothing wrong in anybody's eyes."""
    late, following = await answered_late(lesson)
    with pytest.raises(EngineRefused):
        await late(named=True)
    await lesson.tutor.take(following)
    for kind in (TrackKind.AUDIO, TrackKind.VIDEO):
        await lesson.tutor.receives(lesson.alice, kind)


@pytest.mark.slow
async def test_a_line_that_is_open_and_carries_nothing_is_made_anew(lesson: Lesson) -> None:
    """As after such an answer of a page that does not say which offer it answers."""
    late, following = await answered_late(lesson)
    await late(named=False)
    with pytest.raises(EngineRefused):
        await lesson.tutor.take(following)  # which has been answered, in the engine's eyes
    before = lesson.tutor.received(lesson.alice, TrackKind.VIDEO)
    await asyncio.sleep(0.5)
    assert lesson.tutor.received(lesson.alice, TrackKind.VIDEO) == before
    await lesson.tutor.is_offered(lesson.alice, fresh=False, after=following)
    for person, kind in (
        (lesson.alice, TrackKind.VIDEO),
        (lesson.alice, TrackKind.AUDIO),
        (lesson.bob, TrackKind.VIDEO),
    ):
        await lesson.tutor.receives(person, kind)


class AnsweredLate(Protocol):
    async def __call__(self, *, named: bool) -> None:
        """The second answer, with the name of its offer or without."""


async def answered_late(lesson: Lesson) -> tuple[AnsweredLate, Offer]:
    """The tutor's page is told twice to take Alice's former lines for closed, while she publishes anew. Returns when
    its first answer is accepted and the next offer, which uses those lines again, is made; with that."""
    tutor, signalling = lesson.tutor, lesson.engine.signalling
    await lesson.route(edges(lesson.alice, tutor), edges(lesson.bob, tutor))
    del lesson.events.people[tutor.id]
    assert isinstance(tutor.receiving, Receiving)
    began = len(lesson.events.seen)

    async def offered(number: int) -> Offer:
        """That one of the different offers to the tutor, once it is made."""

        def offers() -> list[Offer]:
            made = [x for x in lesson.events.seen[began:] if isinstance(x, OfferMade)]
            return list(dict.fromkeys(x.offer for x in made if x.person == tutor.id))

        await until(lambda: len(offers()) > number)
        return offers()[number]

    await lesson.alice.publish()
    await tutor.take(await offered(0))
    await offered(1)
    await lesson.alice.publish()
    await tutor.take(await offered(1))
    closing = await offered(2)
    answer = tutor.receiving.answer(closing.sdp)

    async def accept(*, named: bool) -> None:
        of = closing.id if named else None
        await signalling.accept(SESSION, tutor.id, tutor.page, answer, of)

    await accept(named=True)
    following = await offered(3)
    lesson.events.people[tutor.id] = tutor
    return accept, following


@pytest.mark.slow
async def test_unanswered_checks_do_not_end_a_connection(lesson: Lesson) -> None:
    """Lost consent checks (RFC 7675) of a lossy line: libnice would refuse to send after 10 s, for good."""
    await lesson.route(edges(lesson.alice, lesson.tutor))
    assert isinstance(lesson.tutor.receiving, Receiving)
    lesson.tutor.receiving.lose_checks()
    await asyncio.sleep(UNANSWERED_SECONDS)
    await lesson.tutor.receives(lesson.alice, TrackKind.AUDIO)
