"""What the engine is told is written anew: nothing passes as it came, whatever it was, and nothing costs much."""

import re
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.tracks import TrackKind
from deskside.media.janus.sdp import check_offer
from deskside.media.janus.sdp_reading import MAX_LINES
from deskside.ports.media import EngineRefused
from tests.media.test_sdp import OFFER

WRITTEN = re.compile(
    r"v=0|o=- 1 1 IN IP4 127\.0\.0\.1|s=-|t=0 0|c=IN IP4 0\.0\.0\.0|a=group:BUNDLE( [\w-]{1,16}){1,3}"
    r"|m=(audio|video) [09] UDP/TLS/RTP/SAVPF( \d{1,3})+|a=mid:[\w-]{1,16}|a=(sendonly|recvonly|inactive)"
    r"|a=ice-ufrag:[A-Za-z0-9+/]{4,256}|a=ice-pwd:[A-Za-z0-9+/]{22,256}|a=ice-options:trickle|a=rtcp-(mux|rsize)"
    r"|a=fingerprint:sha-(256|384|512) [0-9A-F:]+|a=setup:(active|passive)|a=rid:[hml] send|a=simulcast:send [hml;]+"
    r"|a=extmap:\d{1,2} (urn:|http://)[a-z0-9:/.-]+|a=rtpmap:\d{1,3} (opus/48000/2|VP8/90000|H264/90000|rtx/90000)"
    r"|a=rtcp-fb:\d{1,3} (nack|nack pli|ccm fir|goog-remb|transport-cc)|a=fmtp:\d{1,3} [a-z-]+=[0-9A-Fa-f]{1,8}"
    r"(;[a-z-]+=[0-9A-Fa-f]{1,8})*|a=ssrc-group:FID \d+ \d+|a=ssrc:\d+ cname:deskside",
    re.ASCII,
)


def assert_written_by_us(text: str) -> None:
    """No line but those that this house writes, and nothing in them that a browser could choose freely."""
    assert text.endswith("\r\n")
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert WRITTEN.fullmatch(line), line
    assert "candidate" not in text


CHROMIUM = OFFER.replace(
    "a=mid:1",
    "\r\n".join(
        [
            "a=mid:1",
            "a=candidate:1 1 udp 2122260223 169.254.169.254 80 typ host generation 0",
            "a=candidate:2 1 tcp 1518280447 10.0.0.5 9 typ host tcptype active",
            "a=candidate:3 1 udp 1 victim.example.org 53 typ host",
            "a=end-of-candidates",
            "a=remote-candidates:1 10.0.0.5 22",
            "a=rtcp:53 IN IP4 10.0.0.5",
            "a=msid-semantic: WMS x",
            "a=extmap:3/sendonly urn:ietf:params:rtp-hdrext:toffset",
            "a=extmap:5 http://evil.example.org/extension",
            "a=extmap:900 urn:ietf:params:rtp-hdrext:toffset",
            "a=rtpmap:97 rtx/90000",
            "a=fmtp:97 apt=96",
            "a=rtpmap:98 rtx/90000",
            "a=fmtp:98 apt=99",
            "a=rtpmap:102 h264/90000",
            "a=fmtp:102 packetization-mode=1;profile-level-id=42e01f;sprop-parameter-sets=Z0IAH5WoFAFuQA==,aM4G4g==",
            "a=rtcp-fb:* transport-cc",
            "a=rtcp-fb:102 nack pli",
            "a=rtcp-fb:102 made up",
            "a=ssrc-group:FID 11 12",
            "a=ssrc-group:FID 11 13",
            "a=ssrc:11 cname:{secret}",
            "a=ssrc:12 msid:a b",
            "a=ssrc:4294967296 cname:x",
        ]
    ),
    1,
).replace("SAVPF 96", "SAVPF 96 97 98 102 999", 1)


def test_no_line_passes_as_it_came_and_no_candidate_at_all() -> None:
    text = check_offer(CHROMIUM).text
    assert_written_by_us(text)
    for line in (
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102",
        "a=extmap:3 urn:ietf:params:rtp-hdrext:toffset",
        "a=fmtp:97 apt=96",
        "a=rtpmap:102 H264/90000",
        "a=fmtp:102 packetization-mode=1;profile-level-id=42e01f",
        "a=rtcp-fb:102 transport-cc",
        "a=rtcp-fb:102 nack pli",
        "a=ssrc-group:FID 11 12",
        "a=ssrc:12 cname:deskside",
    ):
        assert text.count(f"{line}\r\n") == 1, line
    assert not any(
        word in text for word in ("169.254", "10.0.0.5", "evil", "secret", "sprop", "4294967296", "FID 11 13")
    )


def test_what_is_checked_is_read_again_as_the_same() -> None:
    once = check_offer(CHROMIUM)
    assert check_offer(once.text) == once


def test_firefox_says_fingerprint_and_role_once_for_all() -> None:
    lines = OFFER.split("\r\n")
    shared = [line for line in dict.fromkeys(lines) if line.startswith(("a=fingerprint:", "a=setup:"))]
    rest = [line for line in lines if line not in shared]
    assert check_offer("\r\n".join([*rest[:4], *shared, *rest[4:]])).text == check_offer(OFFER).text


@pytest.mark.parametrize(
    "altered",
    [
        OFFER.replace("a=ice-ufrag:frag", "a=ice-ufrag:fr g"),
        OFFER.replace("a=ice-ufrag:frag", "a=ice-ufrag:frog", 1),
        OFFER.replace("a=ice-pwd:passwordpasswordpassword", "a=ice-pwd:short"),
        OFFER.replace("sha-256", "sha-1"),
        OFFER.replace("sha-256", "sha-512"),
        OFFER.replace("a=setup:actpass", "a=setup:holdconn"),
        OFFER.replace(" opus/", " speex/"),
        OFFER.replace(" VP8/", " VP9/"),
    ],
)
def test_an_offer_that_cannot_be_connected_to_is_refused(altered: str) -> None:
    with pytest.raises(EngineRefused):
        check_offer(altered)


@pytest.mark.parametrize("character", ["1", "a", " ", ";", "=", ":", "/", "\t", "é", "\u0661", "-", "+"])
@pytest.mark.parametrize(
    "attribute",
    [
        "fmtp:111 ",
        "fmtp:111 useinbandfec=1",
        "extmap:",
        "rtcp-fb:",
        "rid:",
        "ssrc:",
        "ssrc-group:FID ",
        "ice-pwd:",
        "candidate:",
        "",
    ],
)
def test_long_runs_of_anything_cost_what_their_length_costs(attribute: str, character: str) -> None:
    """One such line cost 0.6 s, thirty offers 26 s. Steps are counted, not time: lines of Python."""

    def steps(length: int) -> int:
        text = OFFER.replace("a=mid:0", f"a={attribute}{character * length}\r\na=mid:0")
        count = 0

        def trace(frame: object, event: str, _: object) -> object:
            nonlocal count
            count += event == "line"
            return trace

        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            with suppress(EngineRefused):
                check_offer(text)
        finally:
            sys.settrace(None)
        return count

    assert steps(20_000) <= steps(2_000) + 200


def test_as_many_lines_as_there_may_be_are_read() -> None:
    for attribute in (
        "candidate:1 1 udp 1 1.1.1.1 1 typ host",
        "ssrc:1 x",
        "extmap:1 x",
        "rtcp-fb:* nack",
        "fmtp:1 a=1",
    ):
        many = "\r\n".join([f"a={attribute}"] * 1_200)
        assert_written_by_us(check_offer(OFFER.replace("a=mid:0", f"{many}\r\na=mid:0")).text)
    with pytest.raises(EngineRefused):
        check_offer(OFFER.replace("a=mid:0", "a=x\r\n" * MAX_LINES + "a=mid:0"))


@given(st.text(), st.integers(0, len(OFFER)), st.integers(0, 40))
def test_an_altered_offer_is_refused_or_still_has_three_sending_lines(text: str, at: int, cut: int) -> None:
    altered = OFFER[:at] + text + OFFER[at + cut :]
    try:
        checked = check_offer(altered)
    except EngineRefused:
        return
    assert [line.kind for line in checked.lines] == [TrackKind.AUDIO, TrackKind.VIDEO, TrackKind.SCREEN]
    assert checked.text.count("\nm=") == 3
    assert_written_by_us(checked.text)
