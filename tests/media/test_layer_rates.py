"""What comes of each layer, as the engine counts it."""

import pytest

from deskside.domain.ids import PageId, UserId
from deskside.domain.tracks import Layer, TrackKind
from deskside.media.janus.gates import Gate
from deskside.media.janus.layer_rates import Came, between, totals
from deskside.media.janus.rooms import Publisher
from deskside.ports.media import LinkMeasured
from tests.media.lesson import Lesson
from tests.media.people import edges, until

PUBLISHER = Publisher(
    1,
    UserId("alice"),
    PageId("page"),
    "feed",
    {kind: Gate(str(mid), active=True) for mid, kind in enumerate(TrackKind)},
)


def test_what_the_engine_counts_is_told_apart_by_layer() -> None:
    higher = {
        "video-simulcast-1": {"packets": 20, "bytes": 2_000},
        "video-simulcast-2": {"packets": 30, "bytes": 9_000},
    }
    counted = {
        "0": {"stats": {"in": {"packets": 5, "bytes": 50}}},
        "1": {"stats": {"in": {"packets": 10, "bytes": 100, **higher}}},
    }
    found = totals(PUBLISHER, {"webrtc": {"media": counted}})
    assert found[TrackKind.AUDIO, Layer.HIGH] == Came(5, 250)
    assert found[TrackKind.VIDEO, Layer.LOW] == Came(10, 500)
    assert found[TrackKind.VIDEO, Layer.MEDIUM] == Came(20, 2_800)
    assert found[TrackKind.VIDEO, Layer.HIGH] == Came(30, 10_200)
    assert found[TrackKind.SCREEN, Layer.HIGH] == Came(0, 0)


def test_rates_are_between_two_looks_and_a_new_layer_is_not_known_at_once() -> None:
    small, large = (TrackKind.VIDEO, Layer.LOW), (TrackKind.VIDEO, Layer.HIGH)
    now = {small: Came(30, 25_000), large: Came(10, 9_000)}
    assert between({small: Came(10, 5_000)}, now, 2.0) == {small: 80_000}
    assert between({small: Came(40, 35_000)}, now, 2.0) == {small: 0}, "a count that was reset"
    assert between({small: Came(10, 5_000)}, now, 0.0) == {}


@pytest.mark.engine
async def test_the_layers_of_a_camera_are_measured_each_for_itself(lesson: Lesson) -> None:
    """The peer's camera sends packets of 200, 500 and 900 bytes, each 25 times a second."""
    await lesson.route(edges(lesson.alice, lesson.tutor))

    def measured() -> list[LinkMeasured]:
        found = [each for each in lesson.events.seen if isinstance(each, LinkMeasured)]
        return [each for each in found if each.person == lesson.alice.id and each.layers]

    await until(lambda: len(measured()) > 1)
    layers = measured()[-1].layers
    camera = [layers[TrackKind.VIDEO, layer] for layer in Layer]
    assert camera == sorted(camera)
    assert camera[0] < 0.6 * camera[1] < 0.6 * camera[2]
    assert 0 < layers[TrackKind.AUDIO, Layer.HIGH] < camera[1]
