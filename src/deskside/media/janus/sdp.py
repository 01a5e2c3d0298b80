"""Checks SDP of browsers before the engine sees it: exactly the expected m-lines, bounded, nothing else. Pure.

A modified page could otherwise publish more tracks, or hand the engine's parser whatever it likes.
Sources: RFC 8866 (SDP), RFC 8829 (JSEP), RFC 8851 (rid), RFC 8853 (simulcast), RFC 8843 (bundle).
"""

import re
from dataclasses import dataclass

from deskside.domain.tracks import TrackKind
from deskside.ports.media import EngineRefused

MAX_BYTES = 64 * 1024
MAX_LINES = 4000
PUBLISHED = (TrackKind.AUDIO, TrackKind.VIDEO, TrackKind.SCREEN)
"""The m-lines of every publishing connection, in order."""
RIDS = ("h", "m", "l")

_LINE = re.compile(r"[a-z]=[^\x00-\x1f\x7f]*")
_MEDIA = re.compile(r"m=(audio|video) \d{1,5} UDP/TLS/RTP/SAVPF( \d{1,3})+")
_MID = re.compile(r"a=mid:([A-Za-z0-9_-]{1,16})")
_DIRECTION = re.compile(r"a=(sendrecv|sendonly|recvonly|inactive)")
_RID = re.compile(r"a=rid:(\S+) send( .*)?")


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One m-line of a checked publishing offer."""

    mid: str
    kind: TrackKind
    active: bool
    rids: tuple[str, ...] = ()
    """Simulcast layers in the order of the offer; empty: one layer."""


@dataclass(frozen=True, slots=True)
class _Media:
    kind: str
    mid: str
    direction: str
    rids: tuple[str, ...]


def check_offer(sdp: str) -> tuple[PublishedLine, ...]:
    """The m-lines of a publishing offer. Raises EngineRefused, and says what would have been accepted."""
    media = _parse(sdp)
    if [each.kind for each in media] != ["audio", "video", "video"]:
        raise EngineRefused("an offer has exactly three m-lines: audio, video (camera), video (screen)")
    if any(each.direction not in ("sendonly", "inactive") for each in media):
        raise EngineRefused("every m-line of an offer is sendonly or inactive")
    if len({each.mid for each in media}) != len(media):
        raise EngineRefused("every m-line has its own mid")
    audio, camera, screen = media
    if audio.rids or screen.rids:
        raise EngineRefused("only the camera may be simulcast")
    if camera.rids and camera.rids not in (RIDS, RIDS[1:], RIDS[::-1], RIDS[:0:-1]):
        raise EngineRefused("the camera's rids are h, m, l or m, l, the largest or the smallest first")
    return tuple(
        PublishedLine(each.mid, kind, each.direction == "sendonly", each.rids)
        for each, kind in zip(media, PUBLISHED, strict=True)
    )


def as_dtls_client(offer: str) -> str:
    """The offer with the browser as DTLS client, which `actpass` allows (RFC 8842 5.3). Browsers then put
    AES-GCM first; Janus as client puts AES-CM first, about five times the work for each packet (measured)."""
    return offer.replace("a=setup:actpass", "a=setup:active")


def with_dtx(offer: str) -> str:
    """The offer with discontinuous transmission of Opus (RFC 7587, 6.1), which Janus grants to those alone who ask for
    it, and browsers do not: a microphone in which nobody speaks then sends a packet each 400 ms instead of each 20."""
    return re.sub(r"(?m)^(a=fmtp:\d+ [^\r\n]*useinbandfec=1)(?![^\r\n]*usedtx)", r"\1;usedtx=1", offer)


def rid_order(lines: tuple[PublishedLine, ...]) -> str:
    """The order of the camera's rids as Janus names it: "hml" or "lmh". Janus takes "hml" unless told, and would
    forward the largest layer for the smallest."""
    return "lmh" if any(line.rids[:1] == ("l",) for line in lines) else "hml"


def check_answer(sdp: str, offer: str) -> frozenset[str]:
    """The mids that `sdp` receives. Raises EngineRefused unless it answers the engine's `offer`, and only receives."""
    media, offered = _parse(sdp), _parse(offer)
    if [(each.kind, each.mid) for each in media] != [(each.kind, each.mid) for each in offered]:
        raise EngineRefused("an answer has the m-lines of its offer, in order")
    if any(each.direction not in ("recvonly", "inactive") or each.rids for each in media):
        raise EngineRefused("every m-line of an answer is recvonly or inactive")
    return frozenset(each.mid for each in media if each.direction == "recvonly")


def _parse(sdp: str) -> list[_Media]:
    if len(sdp.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise EngineRefused(f"a session description is at most {MAX_BYTES} bytes long")
    lines = [line.removesuffix("\r") for line in sdp.removesuffix("\n").split("\n")]
    if len(lines) > MAX_LINES or lines[0] != "v=0" or not all(_LINE.fullmatch(line) for line in lines):
        raise EngineRefused("not a session description (RFC 8866)")
    starts = [number for number, line in enumerate(lines) if line.startswith("m=")]
    return [_parse_media(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _parse_media(lines: list[str]) -> _Media:
    head = _MEDIA.fullmatch(lines[0])
    if head is None:
        raise EngineRefused("every m-line is audio or video over UDP/TLS/RTP/SAVPF")
    return _Media(
        kind=head[1],
        mid=_only(_MID, lines),
        direction=_only(_DIRECTION, lines),
        rids=tuple(match[1] for line in lines if (match := _RID.fullmatch(line))),
    )


def _only(pattern: re.Pattern[str], lines: list[str]) -> str:
    found = [match[1] for line in lines if (match := pattern.fullmatch(line))]
    if len(found) != 1:
        raise EngineRefused("every m-line has one mid and one direction")
    return found[0]
