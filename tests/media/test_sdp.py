"""What the engine is never shown."""

import pytest
from bench.lean import sdp as lean

from deskside.domain.tracks import TrackKind
from deskside.media.janus.sdp import PublishedLine, check_answer, check_offer
from deskside.media.janus.sdp_reading import MAX_BYTES
from deskside.ports.media import EngineRefused

END = lean.Endpoint("192.0.2.1", 9, "frag", "passwordpasswordpassword")
PRINT = ":".join(["AB"] * 32)
OFFER = lean.publisher_offer(END, PRINT, (1, 2, 5), "hml")
ENGINE_OFFER = OFFER.replace("a=rid:h send\r\na=rid:m send\r\na=rid:l send\r\na=simulcast:send h;m;l\r\n", "")
ANSWER = ENGINE_OFFER.replace("a=sendonly", "a=recvonly").replace("a=setup:actpass", "a=setup:active")
DATA_CHANNEL = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel"
EXTRA = OFFER[OFFER.index("m=video") :].replace("a=mid:1", "a=mid:7").replace("a=mid:2", "a=mid:8")


def test_the_offer_of_a_page_is_taken_and_its_lines_are_known() -> None:
    assert check_offer(OFFER).lines == (
        PublishedLine("0", TrackKind.AUDIO, active=True),
        PublishedLine("1", TrackKind.VIDEO, active=True, rids=("h", "m", "l")),
        PublishedLine("2", TrackKind.SCREEN, active=True),
    )


def test_a_page_without_a_camera_may_offer_an_inactive_line() -> None:
    head, audio, camera, screen = OFFER.split("m=")
    lines = check_offer("m=".join([head, audio, camera.replace("a=sendonly", "a=inactive"), screen])).lines

    assert [line.active for line in lines] == [True, False, True]


@pytest.mark.parametrize(
    ("altered", "why"),
    [
        (OFFER + EXTRA, "three m-lines"),
        (OFFER[: OFFER.rindex("m=video")], "three m-lines"),
        (OFFER.replace("a=sendonly", "a=sendrecv"), "sendonly or inactive"),
        (OFFER.replace("a=sendonly", "a=recvonly"), "sendonly or inactive"),
        (OFFER.replace("a=sendonly\r\n", "", 1), "one direction"),
        (OFFER.replace("a=mid:2", "a=mid:1"), "its own mid"),
        (OFFER.replace("a=mid:2", "a=mid:2 3"), "one mid"),
        (OFFER.replace("a=rid:h", "a=rid:q"), "h, m, l or m, l"),
        (OFFER.replace("a=rid:h", "a=rid:l"), "h, m, l or m, l"),
        (OFFER.replace("a=mid:2", "a=mid:2\r\na=rid:h send"), "only the camera"),
        (OFFER.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "UDP/TLS/RTP/SAVPF"),
        (
            OFFER.replace("m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel"),
            "audio or",
        ),
        (OFFER + "a=" + "x" * MAX_BYTES, "bytes long"),
        (OFFER.replace("s=-", "s=\x00"), "not a session"),
        (OFFER.replace("s=-", "nonsense"), "not a session"),
        (OFFER.replace("v=0", "v=1"), "not a session"),
        ("", "not a session"),
        ("\ud800", "not a session"),
    ],
)
def test_any_other_offer_is_refused_with_what_would_have_been_accepted(altered: str, why: str) -> None:
    with pytest.raises(EngineRefused, match=why):
        check_offer(altered)


def test_the_engine_is_told_which_layer_is_the_largest() -> None:
    smallest_first = OFFER.replace("a=rid:h", "a=rid:x").replace("a=rid:l", "a=rid:h").replace("a=rid:x", "a=rid:l")

    assert check_offer(OFFER).rid_order == "hml"
    assert check_offer(smallest_first).rid_order == "lmh"


def test_the_page_is_made_the_dtls_client() -> None:
    assert OFFER.count("a=setup:actpass") == 3
    assert check_offer(OFFER).text.count("a=setup:active\r\n") == 3
    with pytest.raises(EngineRefused, match="actpass or active"):
        check_offer(OFFER.replace("a=setup:actpass", "a=setup:passive"))


def test_an_answer_that_only_receives_is_taken() -> None:
    assert check_answer(ANSWER, ENGINE_OFFER).received == {"0", "1", "2"}
    assert check_answer(ANSWER.replace("a=recvonly", "a=inactive", 1), ENGINE_OFFER).received == {"1", "2"}
    head, audio, camera, screen = ANSWER.split("m=")
    rejected = "m=".join([head, audio, camera.replace("video 9", "video 0"), screen])
    checked = check_answer(rejected, ENGINE_OFFER)
    assert checked.received == {"0", "2"}
    assert "a=group:BUNDLE 0 2\r\n" in checked.text
    assert "m=video 0 UDP/TLS/RTP/SAVPF 96\r\n" in checked.text


@pytest.mark.parametrize(
    "altered",
    [
        ANSWER.replace("a=recvonly", "a=sendrecv", 1),
        ANSWER.replace("a=recvonly", "a=sendonly", 1),
        ANSWER[: ANSWER.rindex("m=video")],
        ANSWER + EXTRA.replace("a=sendonly", "a=recvonly"),
        ANSWER.replace("a=mid:1", "a=mid:9"),
        ANSWER.replace("m=audio", "m=video"),
        ANSWER.replace("a=setup:active", "a=setup:actpass"),
        ANSWER.replace("a=rtpmap:111 opus", "a=rtpmap:111 speex"),
        ANSWER.replace("SAVPF 96", "SAVPF 97").replace("rtpmap:96", "rtpmap:97"),
    ],
)
def test_an_answer_that_sends_or_does_not_fit_its_offer_is_refused(altered: str) -> None:
    with pytest.raises(EngineRefused):
        check_answer(altered, ENGINE_OFFER)


def test_opus_is_asked_for_with_discontinuous_transmission_once() -> None:
    asked = check_offer(OFFER).text
    assert "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n" in asked
    assert "usedtx" not in check_offer(OFFER.replace(";useinbandfec=1", "")).text
    forbidden = check_offer(OFFER.replace("useinbandfec=1", "useinbandfec=1;usedtx=0")).text
    assert forbidden == asked, "asked for, whatever the browser said"
