"""What Excalidraw draws with all its tools is let in as it is; what is made of it by a hostile hand is let in whole and
cheap, or refused: nothing else happens. `tests/vectors/drawings.json` was drawn with Excalidraw 0.18 in a browser."""

import json
import random
from pathlib import Path

import pytest

from deskside.domain.boards.cost import ELEMENT_STEPS
from deskside.domain.boards.elements import ELEMENT_BYTES, element_of, mended
from deskside.domain.boards.shapes import EVERY, KINDS
from deskside.domain.errors import Invalid
from tests.domain.boards.drawings import weigh

DRAWN: list[dict[str, object]] = json.loads((Path(__file__).parents[2] / "vectors" / "drawings.json").read_text())
HOSTILE = 50_000
POISON: list[object] = [
    *(None, True, False, "", "x", "\x00", "url(x)", "transparent", "a0", "zzz", "x" * 70_000),
    *(0, -1, 1e-9, 0.1, 1e308, -1e308, 10**400, float("nan"), float("inf"), 2**53, 2**31),
    *([], [None], [[]], [[0, 0]], [[0, 0], [1, 1]], [[1e9, 0], [0, 1]], [[0, 0]] * 6_000, [{"x": 0}], [[["a"]]]),
    *({}, {"id": "x"}, {"id": "x", "type": "arrow"}, {"elementId": "x", "focus": 1, "gap": 1}, {"type": 3}),
    *("hachure", "cross-hatch", "zigzag", "dotted", "embeddable", "iframe", "line", "freedraw", "text", "image"),
]


def hostile(dice: random.Random) -> dict[str, object]:
    """A drawn element in which one to four things are something else."""
    body = dict(dice.choice(DRAWN))
    fields = [*body, *EVERY, *KINDS[str(body["type"])], "type", "customData", "__proto__"]
    for _ in range(dice.randint(1, 4)):
        name = dice.choice(fields)
        value = body.get(name)
        if isinstance(value, list) and value and dice.random() < 0.5:
            value = list(value)
            value[dice.randrange(len(value))] = dice.choice(POISON)
            body[name] = value
        elif dice.random() < 0.2:
            body.pop(name, None)
        else:
            body[name] = dice.choice(POISON)
    return body


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda x: f"{x['type']}")
def test_what_excalidraw_draws_is_let_in_as_it_is(drawn: dict[str, object]) -> None:
    kept = json.loads(json.dumps(element_of(drawn, weigh).body))
    assert drawn == {name: kept[name] for name in drawn}


def test_all_tools_were_used() -> None:
    assert {str(x["type"]) for x in DRAWN} == set(KINDS)


def test_hostile_elements_are_refused_or_whole_and_cheap() -> None:
    dice = random.Random(7)
    taken = 0
    for _ in range(HOSTILE):
        body = hostile(dice)
        for read in (element_of, mended):
            try:
                found = read(body, weigh)
            except Invalid:
                continue
            element = found[0] if isinstance(found, tuple) else found
            assert element.steps <= ELEMENT_STEPS
            assert element.size <= ELEMENT_BYTES
            assert element.body.keys() == {"type", *EVERY, *KINDS[str(element.body["type"])]}
            json.dumps(element.body, allow_nan=False)
            taken += 1
    assert 0.05 * HOSTILE < taken < 1.9 * HOSTILE, "both happen"
