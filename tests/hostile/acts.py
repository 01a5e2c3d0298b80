"""Acts of the socket as a hostile page sends them: right in shape with something spoilt, or nothing of the kind."""

import base64
import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from bench.lean.sdp import Endpoint, publisher_offer

from deskside.domain.modes import SignFault
from deskside.wire.commands import COMMANDS, SDP_LIMIT
from tests.hostile import values

DRAWN: list[dict[str, object]] = json.loads((Path(__file__).parents[1] / "vectors" / "drawings.json").read_text())
OFFER = publisher_offer(Endpoint("127.0.0.1", 9, "ufra", "p" * 24), ":".join(["AB"] * 32), (1, 2, 3), "hml")
ENDING = frozenset({"leave-session"})
"""After which a page is in the room no more; sent once in a while."""

SEEDS: tuple[dict[str, object], ...] = (
    {"type": "freedraw", "points": [None]},
    {"type": "freedraw", "points": [1, 2]},
    {"type": "freedraw", "points": [{"x": 1}]},
    {"type": "line", "points": [[0, 0], [1e308, -1e308]]},
    {"type": "line", "points": [[0, 0], [1, 1]] * 2_400, "strokeStyle": "dotted"},
    {"type": "rectangle", "strokeWidth": 1e-9, "backgroundColor": "red", "fillStyle": "hachure"},
    {"type": "rectangle", "width": 1e6, "height": 1e6, "backgroundColor": "red", "fillStyle": "cross-hatch"},
    {"type": "ellipse", "width": 1e308, "roughness": 1e9},
    {"type": "text", "text": "\ud800\x00", "fontSize": 1e9, "lineHeight": -1},
    {"type": "text", "text": "\u0301" * 10_000, "fontFamily": 99},
    {"type": "image", "fileId": "bomb", "scale": [0, 0], "width": 1e-300},
    {"type": "arrow", "startBinding": {"elementId": "__proto__", "focus": 1e308, "gap": -1}},
    {"type": "frame", "name": "$" * 9_900},
    {"index": "A" + "0" * 26},
    {"groupIds": ["g"] * 33, "boundElements": [{"id": "x", "type": "iframe"}]},
)
"""What blanked or froze a page once, laid over elements that Excalidraw drew."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the sender knows of the session that it is in, or thinks it does."""

    people: Sequence[str]
    exercises: Sequence[str] = ("ex",)


@cache
def picture_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of this size all of one colour: some kB that become gigabytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(200_000), 9)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(x)) + kind + x + struct.pack(">I", zlib.crc32(kind + x)) for kind, x in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pictures(random: Random) -> bytes:
    """A picture, a bomb, or the beginning of one with anything behind it."""
    head = random.choice((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\xff\xff\xff\xffWEBPVP8X", b"GIF89a", b""))
    whole = picture_bomb(random.choice((0, 1, 30_000, 2**31 - 1, 2**32 - 1)), random.choice((0, 1, 30_000)))
    return random.choice((whole, whole[: random.randrange(len(whole))], head + random.randbytes(60), head))


def killers() -> list[dict[str, object]]:
    """Each former killer, whole: laid over an element of its kind."""
    of_kind = {body["type"]: body for body in DRAWN}
    bodies = [of_kind[seed.get("type", "rectangle")] | seed for seed in SEEDS]
    return [body | {"id": f"killer-{number}"} for number, body in enumerate(bodies)]


def element(random: Random) -> dict[str, object]:
    """An element that was drawn: as it is, with a former killer over it, or with something spoilt."""
    body = dict(random.choice(DRAWN)) | {"id": f"e{random.randrange(400)}", "version": random.randrange(2**31)}
    fate = random.random()
    if fate < 0.35:
        return body
    if fate < 0.6:
        return body | random.choice(SEEDS)
    found = values.spoilt(random, body)
    return found if isinstance(found, dict) else body | {"customData": found}


def sdp(random: Random) -> str:
    """An offer as a browser makes one, with hostile lines."""
    lines = OFFER.split("\r\n")
    for _ in range(random.randrange(4)):
        place = random.randrange(1, len(lines))
        hostile = (
            "a=fmtp:111 " + "a=1;" * 14_000,
            "a=fmtp:111 " + "x" * 58_000,
            "a=fmtp:111 minptime=10" + " " * 50_000 + ";",
            "a=candidate:1 1 udp 1 169.254.169.254 80 typ host",
            "a=extmap:" + "9" * 5_000,
            "m=" + "video 9 UDP/TLS/RTP/SAVPF " + "96 " * 10_000,
            "a=simulcast:send " + ";" * 10_000,
            lines[place][: random.randrange(len(lines[place]) + 1)],
            lines[place] + values.words(random),
        )
        lines[place : place + random.randrange(2)] = [random.choice(hostile)]
    return "\r\n".join(lines)[:SDP_LIMIT]


def _right(random: Random, known: Known, field: str) -> object:
    """Something right, or nearly, for a field of this name."""
    person = random.choice((*known.people, "table", "nobody"))
    makers: dict[str, object] = {
        "student_id": person,
        "board": person,
        "to": [person],
        "audience": [person],
        "exercise_id": random.choice(known.exercises),
        "exercise_ids": list(known.exercises),
        "item_id": random.choice(("1", "2", "none")),
        "help_id": f"h{random.randrange(9)}",
        "message_id": f"m{random.randrange(999)}",
        "urgency": random.choice(("normal", "high", "urgent")),
        "mode": random.choice(("TEACH", "OBSERVE")),
        "fault": random.choice((None, *SignFault)),
        "kind": random.choice(("off", "hold", "latch")),
        "kinds": random.sample(("sound", "picture", "board"), random.randrange(4)),
        "text_version": random.choice((1, 1, 2)),
        "language": random.choice(("en", "de")),
        "pace": random.choice(("live", "thumbnail")),
        "percent": random.randrange(101),
        "seq": random.randrange(500),
        "generation": random.choice((0, 0, 1)),
        "clock": random.randrange(9),
        "epoch": "",
        "file_id": f"f{random.randrange(99)}",
        "part": 0,
        "parts": 1,
        "tiles": {person: random.randrange(3)},
        "of": random.choice((None, "0" * 8)),
        "pixels": random.choice((None, 5_000_000)),
        "tracks": {"mic": True, "camera": False, "screen": False},
    }
    if field in ("text", "word", "value"):
        return random.choice(("Why?", "5/6", values.words(random)[:200]))
    if field in ("offer", "answer"):
        return sdp(random)
    if field == "elements":
        return [element(random) for _ in range(random.choice((1, 1, 3)))]
    if field == "content":
        return base64.b64encode(pictures(random)).decode()
    return makers.get(field, random.random() < 0.5)


def right(random: Random, known: Known, name: str) -> dict[str, object]:
    """The fields of an act of this name, each right, or nearly."""
    return {field: _right(random, known, field) for field in COMMANDS[name].command.model_fields}


def act(random: Random, known: Known, names: Sequence[str] = tuple(sorted(COMMANDS))) -> tuple[object, object]:
    """The name of an act, and its fields."""
    name = random.choice(names)
    if name in ENDING and random.random() < 0.95:
        name = "canvas-update"
    fields: object = right(random, known, name)
    if random.random() < 0.6:
        fields = values.spoilt(random, fields)
    if random.random() < 0.02:
        return values.words(random), fields
    return name, fields


def frame(random: Random, known: Known, number: int) -> str:
    """The same as a frame of Socket.IO that asks for an acknowledgement of this number; sometimes with an act's id."""
    name, fields = act(random, known)
    sent = [name, fields]
    if random.random() < 0.2:
        sent.append(random.choice((f"a{random.randrange(99)}", values.value(random))))
    return f"42{number}{values.encoded(sent)}"
