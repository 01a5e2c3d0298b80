"""An element, as it is let in: of a known kind, each field checked, everything else left out.

Other pages draw what one page sends, again and again: whatever could throw there, or take long, is refused here.
"""

from collections.abc import Callable, Mapping

from deskside.domain.boards.cost import ELEMENT_STEPS, steps
from deskside.domain.boards.scene import Element, ElementId
from deskside.domain.boards.shapes import EVERY, KINDS, Field
from deskside.domain.errors import Invalid

ELEMENT_BYTES = 56 * 1024
"""As JSON; an element has to fit a message of 64 KiB."""

Weigh = Callable[[Mapping[str, object]], int]
"""How many bytes this is as JSON."""


def element_of(body: Mapping[str, object], weigh: Weigh) -> Element:
    """The element of this shape (see `shapes`), with nothing else in it. Raises Invalid."""
    return _element(_checked(body, mends=False), weigh)


def mended(body: Mapping[str, object], weigh: Weigh) -> tuple[Element, bool]:
    """As `element_of` for what was stored under weaker rules: what is wrong with it is put right where that is
    possible. Returns whether it was. Raises Invalid for what cannot be drawn at all."""
    try:
        return element_of(body, weigh), False
    except Invalid:
        plain = _checked(body, mends=True)
        if steps(plain) > ELEMENT_STEPS:
            plain |= {"fillStyle": "solid", "strokeStyle": "solid"}
        return _element(plain, weigh), True


def _element(body: Mapping[str, object], weigh: Weigh) -> Element:
    cost = steps(body)
    if cost > ELEMENT_STEPS:
        raise Invalid("An element as large as this is drawn with a plain fill and a plain line.")
    size = weigh(body)
    if size > ELEMENT_BYTES:
        raise Invalid(f"An element has at most {ELEMENT_BYTES} bytes.")
    element_id, version, nonce = body["id"], body["version"], body["versionNonce"]
    assert isinstance(element_id, str)
    assert isinstance(version, int)
    assert isinstance(nonce, int)
    return Element(ElementId(element_id), version, nonce, body["isDeleted"] is True, size, body, cost)


def _checked(body: Mapping[str, object], *, mends: bool) -> dict[str, object]:
    kind = body.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Invalid(f"An element is one of {', '.join(sorted(KINDS))}.")
    checked: dict[str, object] = {"type": kind}
    for name, field in {**EVERY, **KINDS[kind]}.items():
        checked[name] = _field(name, field, body, mends=mends)
    return checked


def _field(name: str, field: Field, body: Mapping[str, object], *, mends: bool) -> object:
    if name not in body and not field.required:
        return _fresh(field.otherwise)
    try:
        return field.check(body.get(name))
    except Invalid as wrong:
        if mends and not field.required:
            return _fresh(field.otherwise)
        raise Invalid(f"An element's {name} is {wrong.message}.") from None


def _fresh(value: object) -> object:
    """JSON has lists."""
    return list(value) if isinstance(value, tuple) else value
