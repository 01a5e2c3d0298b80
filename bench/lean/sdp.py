"""The few session descriptions that lean peers need: a publisher's offer, a receiver's answer. Pure.

Sources: RFC 8866 (SDP), RFC 8829 (JSEP), RFC 8839 (ICE), RFC 8851 (rid), RFC 8853 (simulcast), RFC 8843 (bundle).
"""

import re
from dataclasses import dataclass

AUDIO_TYPE, VIDEO_TYPE = 111, 96
"""Payload types of Opus and VP8 in our offers, the same as Chromium's."""
LEVEL_EXTENSION, MID_EXTENSION, RID_EXTENSION = 1, 4, 10
"""Ids of RTP header extensions in our offers (RFC 6464, RFC 8843, RFC 8852)."""
AUDIO_MID, CAMERA_MID, SCREEN_MID = "0", "1", "2"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a transport, as SDP tells it to the other."""

    address: str
    port: int
    ufrag: str
    password: str


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """One m-line of the engine. `ssrc` is None where nothing will be sent."""

    kind: str
    mid: str
    payload_type: str
    mapping: str
    active: bool
    ssrc: int | None


@dataclass(frozen=True, slots=True)
class Remote:
    """What the engine said: its end (the candidate on `near`'s address if it has one), its DTLS role, its m-lines."""

    end: Endpoint
    passive: bool
    lines: tuple[OfferedLine, ...]


def parse(sdp: str, near: str) -> Remote:
    """Read an offer or answer of the engine. Raises ValueError if ICE or a UDP host candidate is missing."""
    candidates = re.findall(
        r"^a=candidate:\S+ 1 udp \d+ ([\da-f.:]+) (\d+) typ host", sdp, re.MULTILINE | re.IGNORECASE
    )
    ufrag = re.search(r"^a=ice-ufrag:(\S+)", sdp, re.MULTILINE)
    password = re.search(r"^a=ice-pwd:(\S+)", sdp, re.MULTILINE)
    if not (candidates and ufrag and password):
        raise ValueError("no ICE credentials or no UDP host candidate in the engine's description")
    alike = [c for c in candidates if (":" in c[0]) == (":" in near)] or candidates
    address, port = next((c for c in alike if c[0] == near), alike[0])
    lines = tuple(_line(section) for section in re.split(r"^m=", sdp, flags=re.MULTILINE)[1:])
    return Remote(Endpoint(address, int(port), ufrag[1], password[1]), "a=setup:passive" in sdp, lines)


def _line(section: str) -> OfferedLine:
    kind, _, _, payload_type = section.split(None, 4)[:4]
    mid = re.search(r"^a=mid:(\S+)", section, re.MULTILINE)
    mapping = re.search(rf"^a=rtpmap:{payload_type} \S+", section, re.MULTILINE)
    ssrc = re.search(r"^a=ssrc:(\d+)", section, re.MULTILINE)
    return OfferedLine(
        kind=kind,
        mid=mid[1] if mid else "",
        payload_type=payload_type,
        mapping=mapping[0] if mapping else "",
        active="a=inactive" not in section,
        ssrc=int(ssrc[1]) if ssrc else None,
    )


def _session(mids: list[str]) -> list[str]:
    return ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", f"a=group:BUNDLE {' '.join(mids)}"]


def _transport(end: Endpoint, fingerprint: str, setup: str) -> list[str]:
    return [
        f"c=IN IP{6 if ':' in end.address else 4} {end.address}",
        "a=rtcp-mux",
        f"a=ice-ufrag:{end.ufrag}",
        f"a=ice-pwd:{end.password}",
        f"a=fingerprint:sha-256 {fingerprint}",
        f"a=setup:{setup}",
        f"a=candidate:1 1 udp 2122260223 {end.address} {end.port} typ host",
    ]


def publisher_offer(end: Endpoint, fingerprint: str, ssrcs: tuple[int, int, int], rids: str) -> str:
    """Three sendonly m-lines: microphone, camera (simulcast if there are `rids`, best first), screen."""
    transport = [*_transport(end, fingerprint, "actpass"), "a=sendonly"]
    mid = f"a=extmap:{MID_EXTENSION} urn:ietf:params:rtp-hdrext:sdes:mid"
    video = [
        f"m=video {end.port} UDP/TLS/RTP/SAVPF {VIDEO_TYPE}",
        *transport,
        f"a=rtpmap:{VIDEO_TYPE} VP8/90000",
        *(f"a=rtcp-fb:{VIDEO_TYPE} {feedback}" for feedback in ("nack", "nack pli", "ccm fir", "goog-remb")),
        mid,
        f"a=extmap:{RID_EXTENSION} urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
    ]
    layers = [f"a=rid:{rid} send" for rid in rids] + [f"a=simulcast:send {';'.join(rids)}"]
    lines = [
        *_session([AUDIO_MID, CAMERA_MID, SCREEN_MID]),
        f"m=audio {end.port} UDP/TLS/RTP/SAVPF {AUDIO_TYPE}",
        *transport,
        f"a=mid:{AUDIO_MID}",
        f"a=rtpmap:{AUDIO_TYPE} opus/48000/2",
        f"a=fmtp:{AUDIO_TYPE} minptime=10;useinbandfec=1",
        f"a=extmap:{LEVEL_EXTENSION} urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        mid,
        *(f"a=ssrc:{ssrcs[0]} cname:lean", "a=msid:person microphone"),
        *(*video, f"a=mid:{CAMERA_MID}", "a=msid:person camera"),
        *(layers if rids else [f"a=ssrc:{ssrcs[1]} cname:lean"]),
        *(*video, f"a=mid:{SCREEN_MID}", "a=msid:person screen", f"a=ssrc:{ssrcs[2]} cname:lean"),
    ]
    return "\r\n".join(lines) + "\r\n"


def receiver_answer(end: Endpoint, fingerprint: str, offered: tuple[OfferedLine, ...]) -> str:
    """Receive on every m-line that is offered."""
    lines = _session([line.mid for line in offered])
    for line in offered:
        lines += [
            f"m={line.kind} 9 UDP/TLS/RTP/SAVPF {line.payload_type}",
            *_transport(end, fingerprint, "active"),
            f"a=mid:{line.mid}",
            "a=recvonly" if line.active else "a=inactive",
            *([line.mapping] if line.mapping else []),
        ]
    return "\r\n".join(lines) + "\r\n"
