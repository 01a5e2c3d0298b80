"""Reads a browser's session description into bounded values: what is not understood is not there. Pure.

One pass over the lines, each split at its first separators: nothing here looks back, so the time is that of the length.
Sources: RFC 8866 (SDP), RFC 8829 (JSEP), RFC 8839 (ICE), RFC 8122 (fingerprints), RFC 8285 (header extensions), RFC
8851 (rid).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from deskside.media.janus.sdp_codecs import Codec, codecs_of
from deskside.ports.media import EngineRefused

MAX_BYTES = 64 * 1024
MAX_LINES = 4000
MAX_SSRCS = 8
MAX_CODECS = 64

EXTENSIONS = frozenset(
    {
        "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        "urn:ietf:params:rtp-hdrext:sdes:mid",
        "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
        "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
        "urn:ietf:params:rtp-hdrext:toffset",
        "urn:3gpp:video-orientation",
        "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
        "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
    }
)
"""What the engine uses or forwards."""

_LINE = re.compile(r"[a-z]=[^\x00-\x1f\x7f]*")
_TYPES = re.compile(r"[0-9]{1,3}")
_MID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")
_PASSWORD = re.compile(r"[A-Za-z0-9+/]{22,256}")
_HEX = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31,63}")
_HASHES = {"sha-256": 32, "sha-384": 48, "sha-512": 64}
SETUPS = ("actpass", "active", "passive")
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")


@dataclass(frozen=True, slots=True)
class Transport:
    """What one bundled connection is secured and recognised by."""

    ufrag: str
    password: str
    hash: str
    fingerprint: str
    setup: str


@dataclass(frozen=True, slots=True)
class Media:
    """One m-line, as far as it is understood."""

    kind: str
    rejected: bool
    payloads: tuple[int, ...]
    mid: str
    direction: str
    transport: Transport | None
    """None: it does not say all of it."""
    codecs: tuple[Codec, ...]
    extensions: tuple[tuple[int, str], ...]
    rids: tuple[str, ...]
    """Layers that are sent, in their order."""
    ssrcs: tuple[int, ...]
    repairs: tuple[tuple[int, int], ...]
    """Pairs of an SSRC and that of its retransmissions."""


@dataclass(slots=True)
class _Section:
    """The attributes of the session or of one m-line, by name."""

    head: str = ""
    attributes: dict[str, list[str]] = field(default_factory=dict)

    def add(self, line: str) -> None:
        if line.startswith("a="):
            name, _, value = line[2:].partition(":")
            self.attributes.setdefault(name, []).append(value)

    def all(self, name: str) -> Sequence[str]:
        return self.attributes.get(name, ())

    def only(self, name: str, what: str) -> str:
        found = self.all(name)
        if len(found) != 1:
            raise EngineRefused(f"every m-line has one {what}")
        return found[0]


def read(sdp: str) -> tuple[Media, ...]:
    """The m-lines. Raises EngineRefused for what is not a session description of bundled audio and video."""
    if len(sdp) > MAX_BYTES or len(sdp.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise EngineRefused(f"a session description is at most {MAX_BYTES} bytes long")
    lines = [line.removesuffix("\r") for line in sdp.removesuffix("\n").split("\n")]
    if len(lines) > MAX_LINES or lines[0] != "v=0" or not all(_LINE.fullmatch(line) for line in lines):
        raise EngineRefused("not a session description (RFC 8866)")
    session, sections = _Section(), list[_Section]()
    for line in lines:
        if line.startswith("m="):
            sections.append(_Section(line[2:]))
        else:
            (sections[-1] if sections else session).add(line)
    return tuple(_media(each, session) for each in sections)


def _media(section: _Section, session: _Section) -> Media:
    kind, port, protocol, *types = [*section.head.split(" ")[: MAX_CODECS + 3], "", "", ""]
    payloads = tuple(int(each) for each in types if _TYPES.fullmatch(each) and int(each) < 128)
    if kind not in ("audio", "video") or protocol != "UDP/TLS/RTP/SAVPF" or not port.isdecimal() or not payloads:
        raise EngineRefused("every m-line is audio or video over UDP/TLS/RTP/SAVPF")
    mid = section.only("mid", "mid and one direction")
    directions = [each for each in DIRECTIONS for _ in section.all(each)]
    if not _MID.fullmatch(mid) or len(directions) != 1:
        raise EngineRefused("every m-line has one mid and one direction")
    ssrcs = tuple(dict.fromkeys(n for each in section.all("ssrc") if (n := _ssrc(each.partition(" ")[0]))))[:MAX_SSRCS]
    return Media(
        kind=kind,
        rejected=int(port[:5]) == 0 and "bundle-only" not in section.attributes,
        payloads=payloads,
        mid=mid,
        direction=directions[0],
        transport=_transport(section, session),
        codecs=codecs_of(section.all, payloads),
        extensions=_extensions(section),
        rids=tuple(name for each in section.all("rid") if (name := _sent(each)) is not None),
        ssrcs=ssrcs,
        repairs=_repairs(section, ssrcs),
    )


def _transport(section: _Section, session: _Section) -> Transport | None:
    """Of the m-line, else of the session (Firefox)."""

    def one(name: str) -> str:
        found = section.all(name) or session.all(name)
        return found[0] if found else ""

    ufrag, password, setup = one("ice-ufrag"), one("ice-pwd"), one("setup")
    algorithm, _, fingerprint = one("fingerprint").partition(" ")
    algorithm = algorithm.lower()
    if not _UFRAG.fullmatch(ufrag) or not _PASSWORD.fullmatch(password) or setup not in SETUPS:
        return None
    if len(fingerprint) != _HASHES.get(algorithm, 0) * 3 - 1 or not _HEX.fullmatch(fingerprint):
        return None
    return Transport(ufrag, password, algorithm, fingerprint.upper(), setup)


def _extensions(section: _Section) -> tuple[tuple[int, str], ...]:
    """One-byte header extensions by number (RFC 8285, 4.2); a number and a name are used once."""
    found: dict[int, str] = {}
    for each in section.all("extmap"):
        number, _, rest = each.partition(" ")
        number, name = number.partition("/")[0], rest.partition(" ")[0]
        if (
            number.isdecimal()
            and len(number) < 3
            and 1 <= int(number) <= 14
            and name in EXTENSIONS - set(found.values())
        ):
            found.setdefault(int(number), name)
    return tuple(found.items())


def _sent(rid: str) -> str | None:
    name, _, rest = rid.partition(" ")
    return name if rest == "send" or rest.startswith("send ") else None


def _ssrc(text: str) -> int:
    """0: none."""
    return int(text) if text.isdecimal() and len(text) <= 10 and int(text) < 1 << 32 else 0


def _repairs(section: _Section, ssrcs: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    found = []
    for each in section.all("ssrc-group"):
        words = each.split(" ")[:4]
        if len(words) == 3 and words[0] == "FID":
            pair = _ssrc(words[1]), _ssrc(words[2])
            if pair[0] in ssrcs and pair[1] in ssrcs:
                found.append(pair)
    return tuple(found[:MAX_SSRCS])
