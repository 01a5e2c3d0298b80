"""What an element must have, what is left out of it, and what is put right in one that is stored already."""

from typing import cast

import pytest

from deskside.domain.boards.cost import ELEMENT_STEPS, steps
from deskside.domain.boards.elements import ELEMENT_BYTES, element_of, mended
from deskside.domain.boards.shapes import FARTHEST, KINDS, MOST_POINTS
from deskside.domain.errors import Invalid
from tests.domain.boards.drawings import body, element, full, weigh

LONG = "x" * 10_001
PATTERN = {"kind": "rectangle", "backgroundColor": "#ff0000", "fillStyle": "cross-hatch"}

WRONG: list[dict[str, object]] = [
    {"id": ""},
    {"id": 7},
    {"id": "x" * 65},
    {"id": "a\nb"},
    {"type": "embeddable"},
    {"type": ["line"]},
    {"version": -1},
    {"version": 1.5},
    {"version": True},
    {"versionNonce": None},
    {"isDeleted": "no"},
    {"x": float("nan")},
    {"x": 10**400},
    {"y": 1e9},
    {"width": "10"},
    {"height": True},
    {"points": [None]},
    {"points": []},
    {"points": "all"},
    {"points": [[0, 0]] * (MOST_POINTS + 1)},
    {"points": [[0, True]]},
    {"points": [{"x": 1}]},
    {"points": [[0, float("inf")]]},
    {"points": [[0, 0, 0]]},
    {"points": [[0, FARTHEST + 1]]},
    {"pressures": [2]},
    {"strokeWidth": 1e-9},
    {"strokeColor": "url(https://example.org)"},
    {"strokeColor": 7},
    {"fillStyle": "dots"},
    {"opacity": 101},
    {"roughness": 4},
    {"roundness": 3},
    {"roundness": {"type": 9}},
    {"groupIds": ["a", None]},
    {"boundElements": [{"id": "b", "type": "iframe"}]},
    {"index": "zzz"},
    {"index": "A" + "0" * 26},
    {"index": "a00"},
    {"index": 7},
    {"locked": 1},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda x: next(iter(x)))
def test_a_wrong_element_is_refused(wrong: dict[str, object]) -> None:
    element_of(body("a"), weigh)
    with pytest.raises(Invalid):
        element_of({**body("a"), **wrong}, weigh)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("text", {"text": LONG}),
        ("text", {"text": None}),
        ("text", {"fontSize": 0}),
        ("text", {"lineHeight": 1e9}),
        ("line", {"points": [[0, 0]]}),
        ("arrow", {"startBinding": {"elementId": "x", "focus": "0", "gap": 1}}),
        ("arrow", {"endArrowhead": "none"}),
        ("arrow", {"fixedSegments": [{"start": [0, 0], "end": [1], "index": 1}]}),
        ("image", {"scale": [1]}),
        ("image", {"crop": {"x": 0}}),
        ("frame", {"name": 1}),
    ],
)
def test_each_kind_has_fields_of_its_own(kind: str, wrong: dict[str, object]) -> None:
    element("a", kind=kind)
    with pytest.raises(Invalid) as caught:
        element_of({**body("a", kind=kind), **wrong}, weigh)
    assert next(iter(wrong)) in caught.value.message


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_absent_is_as_excalidraw_has_it_and_what_is_unknown_is_left_out(kind: str) -> None:
    given = body("a", kind=kind, link="https://example.org", customData={"deep": [[[]]]}, html="<b>")
    found = element_of(given, weigh)
    assert found.body["link"] is None
    assert not {"customData", "html"} & found.body.keys()
    assert found.body["groupIds"] == []
    assert found.body["strokeColor"] == "#1e1e1e"
    assert element_of(found.body, weigh) == found
    assert found.size == weigh(found.body)


def test_an_element_fits_a_message() -> None:
    with pytest.raises(Invalid):
        element_of(body("a"), lambda _: ELEMENT_BYTES + 1)


def test_a_pattern_that_would_take_a_page_too_long_is_refused_and_a_plain_one_of_that_size_is_not() -> None:
    wide = {**PATTERN, "width": 900_000, "height": 900_000}
    with pytest.raises(Invalid):
        element("a", **wide)  # type: ignore[arg-type]
    element("a", **{**wide, "fillStyle": "solid"})  # type: ignore[arg-type]
    element("a", **{**wide, "backgroundColor": "transparent"})  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        element("a", **{**wide, "fillStyle": "solid", "strokeStyle": "dotted"})  # type: ignore[arg-type]
    assert element("a", **wide, deleted=True).steps == 0  # type: ignore[arg-type]


def test_a_pattern_over_what_zigzags_costs_as_much_as_its_outline_is_long() -> None:
    zigzag = [[(n % 2) * 1000, n] for n in range(1000)]
    line = full("a", kind="line", points=zigzag, fillStyle="solid", backgroundColor="#f00")
    assert steps(line) < 2_000
    assert steps({**line, "fillStyle": "hachure"}) > 1_000_000
    thin = {**line, "fillStyle": "hachure", "points": [[0, 0], [9, 9]]}
    assert steps({**thin, "strokeWidth": 0.1}) > 2 * steps(thin) - 10


def test_what_was_stored_under_weaker_rules_is_put_right() -> None:
    assert mended(body("a"), weigh) == (element("a"), False)
    found, changed = mended(body("a", strokeWidth=1e-9, index="zzz", groupIds=[None]), weigh)
    assert changed
    assert (found.body["strokeWidth"], found.body["index"], found.body["groupIds"]) == (2, None, [])
    wide = cast(dict[str, object], {**PATTERN, "width": 900_000, "height": 900_000, "strokeStyle": "dashed"})
    plain, changed = mended(body("a", **wide), weigh)  # type: ignore[arg-type]
    assert changed
    assert plain.steps <= ELEMENT_STEPS
    assert (plain.body["fillStyle"], plain.body["strokeStyle"]) == ("solid", "solid")
    for hopeless in ({"points": [None]}, {"x": None}, {"type": "iframe"}, {"id": 1}):
        with pytest.raises(Invalid):
            mended({**body("a"), **hopeless}, weigh)
