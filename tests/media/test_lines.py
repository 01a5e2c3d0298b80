"""What happens to lines of a connection while others come and go, and while packets get lost."""

import asyncio

import pytest

from deskside.domain.tracks import TrackKind
from deskside.ports.media import Offer, OfferMade
from tests.media.lesson import Lesson
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


@pytest.mark.slow
async def test_unanswered_checks_do_not_end_a_connection(lesson: Lesson) -> None:
    """Lost consent checks (RFC 7675) of a lossy line: libnice would refuse to send after 10 s, for good."""
    await lesson.route(edges(lesson.alice, lesson.tutor))
    assert isinstance(lesson.tutor.receiving, Receiving)
    lesson.tutor.receiving.lose_checks()
    await asyncio.sleep(UNANSWERED_SECONDS)
    await lesson.tutor.receives(lesson.alice, TrackKind.AUDIO)
