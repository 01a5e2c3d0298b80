"""What the engine is told of a browser: session descriptions written anew from what was checked. Pure.

No line of a browser passes as it came. Candidates are left out altogether: the engine would send to any address that
they name. It needs none, as the browser asks it first, and the address that a checked request comes from is enough
(peer-reflexive candidates, RFC 8445 section 7.3.1.3).
Sources: RFC 8829 (JSEP), RFC 8853 (simulcast), RFC 9143 (bundle).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from deskside.domain.tracks import TrackKind
from deskside.media.janus.sdp_codecs import Codec
from deskside.media.janus.sdp_reading import Media, Transport, read
from deskside.ports.media import EngineRefused

PUBLISHED = (TrackKind.AUDIO, TrackKind.VIDEO, TrackKind.SCREEN)
"""The m-lines of every publishing connection, in order."""
RIDS = ("h", "m", "l")


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One m-line of a checked publishing offer."""

    mid: str
    kind: TrackKind
    active: bool
    rids: tuple[str, ...] = ()
    """Simulcast layers in the order of the offer; empty: one layer."""


@dataclass(frozen=True, slots=True)
class CheckedOffer:
    """A publishing offer; `text` is what the engine is told."""

    lines: tuple[PublishedLine, ...]
    text: str

    @property
    def rid_order(self) -> str:
        """The order of the camera's rids as Janus names it: "hml" or "lmh". Janus takes "hml" unless told, and would
        forward the largest layer for the smallest."""
        return "lmh" if any(line.rids[:1] == ("l",) for line in self.lines) else "hml"


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer to the engine's offer; `text` is what the engine is told."""

    received: frozenset[str]
    """The mids that it receives."""
    text: str


def check_offer(sdp: str) -> CheckedOffer:
    """A publishing offer. Raises EngineRefused, and says what would have been accepted."""
    media = read(sdp)
    if [each.kind for each in media] != ["audio", "video", "video"]:
        raise EngineRefused("an offer has exactly three m-lines: audio, video (camera), video (screen)")
    if any(each.direction not in ("sendonly", "inactive") for each in media):
        raise EngineRefused("every m-line of an offer is sendonly or inactive")
    audio, camera, screen = media
    if audio.rids or screen.rids:
        raise EngineRefused("only the camera may be simulcast")
    if camera.rids and camera.rids not in (RIDS, RIDS[1:], RIDS[::-1], RIDS[:0:-1]):
        raise EngineRefused("the camera's rids are h, m, l or m, l, the largest or the smallest first")
    if any(not each.codecs for each in media):
        raise EngineRefused("audio is offered as Opus, video as VP8 or H.264")
    transport = _one_transport(media)
    if transport.setup == "passive":
        raise EngineRefused("who offers is able to begin with DTLS: actpass or active")
    lines = tuple(
        PublishedLine(each.mid, kind, each.direction == "sendonly", each.rids)
        for each, kind in zip(media, PUBLISHED, strict=True)
    )
    # The browser as DTLS client, which `actpass` allows (RFC 8842 5.3). Browsers then put AES-GCM first; Janus as
    # client puts AES-CM first, about five times the work for each packet (measured).
    text = _write((_with_dtx(audio), camera, screen), replace(transport, setup="active"))
    return CheckedOffer(lines, text)


def check_answer(sdp: str, offer: str) -> CheckedAnswer:
    """Raises EngineRefused unless `sdp` answers the engine's `offer`, and only receives."""
    media, offered = read(sdp), read(offer)
    if [(each.kind, each.mid) for each in media] != [(each.kind, each.mid) for each in offered]:
        raise EngineRefused("an answer has the m-lines of its offer, in order")
    if any(each.direction not in ("recvonly", "inactive") or each.rids for each in media):
        raise EngineRefused("every m-line of an answer is recvonly or inactive")
    transport = _one_transport(media)
    if transport.setup == "actpass":
        raise EngineRefused("an answer says who begins with DTLS: active or passive")
    taken = [
        replace(each, codecs=tuple(x for x in each.codecs if x.payload in asked.payloads), ssrcs=(), repairs=())
        for each, asked in zip(media, offered, strict=True)
    ]
    if any(not each.codecs and not each.rejected for each in taken):
        raise EngineRefused("an answer takes a codec of its offer")
    received = frozenset(each.mid for each in taken if each.direction == "recvonly" and not each.rejected)
    return CheckedAnswer(received, _write(taken, transport))


def answered_codecs(answer: str) -> tuple[Codec | None, ...]:
    """What the engine took of a publishing offer, line by line. None: nothing."""
    return tuple(next(iter(each.codecs), None) for each in read(answer))


def _one_transport(media: tuple[Media, ...]) -> Transport:
    """Everything is bundled over one connection (RFC 9143)."""
    if len({each.mid for each in media}) != len(media):
        raise EngineRefused("every m-line has its own mid")
    found = {each.transport for each in media if not each.rejected or each.transport is not None}
    if len(found) != 1 or (transport := found.pop()) is None:
        raise EngineRefused("all m-lines share one connection: ICE credentials, a fingerprint by sha-256, a setup")
    return transport


def _with_dtx(audio: Media) -> Media:
    """Asks for discontinuous transmission of Opus (RFC 7587, 6.1), which Janus grants to those alone who ask for it,
    and browsers do not: a microphone in which nobody speaks then sends a packet each 400 ms instead of each 20."""

    def asked(codec: Codec) -> Codec:
        parameters = dict(codec.parameters)
        wanted = {"usedtx": "1"} if parameters.get("useinbandfec") == "1" else {}
        return replace(codec, parameters=tuple((parameters | wanted).items()))

    return replace(audio, codecs=tuple(asked(each) for each in audio.codecs))


def _write(media: Iterable[Media], transport: Transport) -> str:
    media = tuple(media)
    bundled = " ".join(each.mid for each in media if not each.rejected)
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", *([f"a=group:BUNDLE {bundled}"] if bundled else [])]
    for each in media:
        lines += _media_lines(each, transport)
    return "\r\n".join(lines) + "\r\n"


def _media_lines(media: Media, transport: Transport) -> list[str]:
    payloads = [each.payload for each in media.codecs] or list(media.payloads[:1])
    lines = [
        f"m={media.kind} {0 if media.rejected else 9} UDP/TLS/RTP/SAVPF {' '.join(map(str, payloads))}",
        "c=IN IP4 0.0.0.0",
        f"a=ice-ufrag:{transport.ufrag}",
        f"a=ice-pwd:{transport.password}",
        "a=ice-options:trickle",
        f"a=fingerprint:{transport.hash} {transport.fingerprint}",
        f"a=setup:{transport.setup}",
        f"a=mid:{media.mid}",
        *(f"a=extmap:{number} {name}" for number, name in media.extensions),
        f"a={media.direction}",
        "a=rtcp-mux",
        "a=rtcp-rsize",
    ]
    for codec in media.codecs:
        lines.append(f"a=rtpmap:{codec.payload} {codec.name}")
        lines += [f"a=rtcp-fb:{codec.payload} {each}" for each in codec.feedback]
        if codec.parameters:
            joined = ";".join(f"{name}={value}" for name, value in codec.parameters)
            lines.append(f"a=fmtp:{codec.payload} {joined}")
    if media.rids:
        lines += [*(f"a=rid:{rid} send" for rid in media.rids), f"a=simulcast:send {';'.join(media.rids)}"]
    lines += [f"a=ssrc-group:FID {first} {second}" for first, second in media.repairs]
    return lines + [f"a=ssrc:{ssrc} cname:deskside" for ssrc in media.ssrcs]
