"""How links are judged from two looks at a connection."""

from dataclasses import replace

from deskside.domain.ids import SessionId, UserId
from deskside.media.janus.observation import Counters, Medium, Sample, compare, count, delivered, worst
from deskside.ports.media import Delivery, LinkMeasured

RECEIVED = Counters(at=10.0, packets=1000, lost=0, size_bytes=100_000, rtt_ms=40.0, sent=False)
SENT = replace(RECEIVED, sent=True)


def test_the_first_look_tells_only_the_round_trip() -> None:
    assert compare(None, RECEIVED) == Sample(40.0, None, None)


def test_loss_towards_us_is_counted_beside_what_came() -> None:
    later = replace(RECEIVED, at=12.0, packets=1090, lost=10, size_bytes=150_000)

    assert compare(RECEIVED, later) == Sample(40.0, 10.0, 200_000)


def test_loss_towards_them_is_part_of_what_we_sent() -> None:
    later = replace(SENT, at=12.0, packets=1100, lost=10)

    assert compare(SENT, later) == Sample(40.0, 10.0, None, True, Delivery(16_000, 0.1))


def test_what_was_sent_is_counted_with_what_is_around_packets_and_the_busiest_line_tells_the_round_trip() -> None:
    before = replace(SENT, media={"0": Medium(400, 300.0), "1": Medium(600, 60.0)})
    now = {"0": Medium(400, 300.0), "1": Medium(680, 70.0), "2": Medium(20, 200.0)}
    later = replace(SENT, at=12.0, packets=1100, lost=0, size_bytes=196_000, media=now)

    assert delivered(before, later) == Delivery(400_000, 0.0, 70.0), "the first is closed, the last is told of seldom"
    assert delivered(later, later) is None


def test_without_packets_there_is_no_loss_to_speak_of() -> None:
    assert compare(SENT, replace(SENT, at=12.0)).loss_percent is None


def test_a_count_that_was_reset_is_no_negative_loss() -> None:
    assert compare(replace(SENT, lost=5), replace(SENT, at=12.0, packets=1100)).loss_percent == 0.0


async def test_all_m_lines_and_layers_are_counted() -> None:
    layers = {"packets": 10, "bytes": 100, "video-simulcast-1": {"packets": 20, "bytes": 200}}
    info = {
        "webrtc": {
            "media": {
                "0": {"stats": {"in": {"packets": 5, "bytes": 50}}, "rtcp": {"main": {"lost": 1, "rtt": 30}}},
                "1": {"stats": {"in": layers}, "rtcp": {"main": {"lost": 2, "rtt": 0}, "sim1": {"lost": 3}}},
            }
        }
    }

    counted = count(info, sent=False)

    assert (counted.packets, counted.lost, counted.size_bytes, counted.rtt_ms) == (35, 6, 350, 30)
    assert counted.media == {"0": Medium(5, 30.0), "1": Medium(30, None)}
    assert count({}, sent=True).rtt_ms is None


def test_what_comes_from_a_person_and_what_goes_to_them_are_told_apart() -> None:
    former, newer = Delivery(1_000, 0.5), Delivery(900_000, 0.0)
    to_them = [Sample(60.0, None, None, True, former), Sample(None, 30.0, None, True, newer)]
    links = [Sample(40.0, 1.0, 200_000), *to_them, Sample(20.0, 3.0, 100_000)]

    measured = worst(SessionId("s"), UserId("u"), links)
    assert measured == LinkMeasured(SessionId("s"), UserId("u"), 40.0, 3.0, 200_000, newer)
    assert worst(SessionId("s"), UserId("u"), links[:1]).delivery is None
