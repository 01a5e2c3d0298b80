"""The codecs of one m-line that the engine takes, with those of their parameters that are known. Pure.

Sources: RFC 8866 section 6.6 (rtpmap), RFC 4585 (rtcp-fb), RFC 4588 (rtx), RFC 7587 (Opus), RFC 6184 (H.264), RFC 7741
(VP8).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Attributes = Callable[[str], Sequence[str]]
"""The values of all attributes of a name."""

FEEDBACK = ("nack", "nack pli", "ccm fir", "goog-remb", "transport-cc")
_NUMBER = re.compile(r"[0-9]{1,8}")
_PARAMETERS: dict[str, dict[str, re.Pattern[str]]] = {
    "opus/48000/2": dict.fromkeys(
        (
            *("minptime", "ptime", "maxptime", "useinbandfec", "usedtx", "stereo", "sprop-stereo", "cbr"),
            *("maxplaybackrate", "sprop-maxcapturerate", "maxaveragebitrate"),
        ),
        _NUMBER,
    ),
    "VP8/90000": {"max-fr": _NUMBER, "max-fs": _NUMBER},
    "H264/90000": {
        "level-asymmetry-allowed": re.compile(r"[01]"),
        "packetization-mode": re.compile(r"[012]"),
        "profile-level-id": re.compile(r"[0-9A-Fa-f]{6}"),
    },
    "rtx/90000": {"apt": re.compile(r"[0-9]{1,3}"), "rtx-time": _NUMBER},
}
"""Codecs that the engine takes, and the parameters of each."""
_CODECS = {name.lower(): name for name in _PARAMETERS}
_TYPES = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Codec:
    """One payload type. `name` as in rtpmap."""

    payload: int
    name: str
    parameters: tuple[tuple[str, str], ...] = ()
    feedback: tuple[str, ...] = ()


def codecs_of(attributes: Attributes, payloads: tuple[int, ...]) -> tuple[Codec, ...]:
    """In the order of the m-line; what the engine does not take is left out, and what repairs it as well."""
    parameters: dict[int, str] = {}
    feedback: dict[int, list[str]] = {}
    for each in attributes("fmtp"):
        payload, _, value = each.partition(" ")
        if _TYPES.fullmatch(payload):
            parameters.setdefault(int(payload), value)
    for each in attributes("rtcp-fb"):
        payload, _, value = each.partition(" ")
        for number in payloads if payload == "*" else [int(payload)] if _TYPES.fullmatch(payload) else []:
            if value in FEEDBACK and value not in feedback.setdefault(number, []):
                feedback[number].append(value)
    names: dict[int, str] = {}
    for each in attributes("rtpmap"):
        payload, _, name = each.partition(" ")
        if _TYPES.fullmatch(payload) and name.lower() in _CODECS:
            names.setdefault(int(payload), _CODECS[name.lower()])
    found = [
        Codec(
            number,
            names[number],
            _read_parameters(names[number], parameters.get(number, "")),
            tuple(feedback.get(number, ())),
        )
        for number in dict.fromkeys(payloads)
        if number in names
    ]
    media = {str(each.payload) for each in found if not each.name.startswith("rtx")}
    return tuple(each for each in found if not each.name.startswith("rtx") or dict(each.parameters).get("apt") in media)


def _read_parameters(codec: str, text: str) -> tuple[tuple[str, str], ...]:
    """Those that are known, each once."""
    found: dict[str, str] = {}
    for each in text.split(";")[:32]:
        name, _, value = (part.strip() for part in each.partition("="))
        allowed = _PARAMETERS[codec].get(name)
        if allowed is not None and allowed.fullmatch(value):
            found.setdefault(name, value)
    return tuple(found.items())
