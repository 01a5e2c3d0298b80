"""What an element must have, whoever drew it."""

from collections.abc import Mapping
from math import isfinite

from deskside.domain.boards.scene import Element, ElementId
from deskside.domain.errors import Invalid

KINDS = frozenset(
    {"freedraw", "line", "arrow", "rectangle", "ellipse", "diamond", "text", "image", "frame"},
)
"""Excalidraw's kinds of elements without those that show other sites (embeddable, iframe)."""
ID_LENGTH = 64
LARGEST_NUMBER = 2**53 - 1
FARTHEST = 10_000_000
"""Canvas units from the origin."""
ELEMENT_BYTES = 56 * 1024
"""As JSON; an element has to fit a message of 64 KiB."""


def element_of(body: Mapping[str, object], size: int) -> Element:
    """The element of this shape (see Excalidraw's `ExcalidrawElement`); `size`: its bytes as JSON. Raises Invalid."""
    element_id, version, nonce = body.get("id"), body.get("version"), body.get("versionNonce")
    deleted = body.get("isDeleted", False)
    if not isinstance(element_id, str) or not 0 < len(element_id) <= ID_LENGTH or not element_id.isprintable():
        raise Invalid(f"An element's id has 1 to {ID_LENGTH} characters.")
    if body.get("type") not in KINDS:
        raise Invalid(f"An element is one of {', '.join(sorted(KINDS))}.")
    if not isinstance(version, int) or not isinstance(nonce, int) or not isinstance(deleted, bool):
        raise Invalid("An element has a version, a versionNonce and perhaps isDeleted.")
    if not _counts(version) or not _counts(nonce):
        raise Invalid("A version and a versionNonce are whole numbers from 0.")
    if not all(_near(body.get(name)) for name in ("x", "y", "width", "height")):
        raise Invalid("An element has x, y, width and height.")
    if not _harmless(body.get("link")):
        raise Invalid("An element's link begins with https:// or http://.")
    if size > ELEMENT_BYTES:
        raise Invalid(f"An element has at most {ELEMENT_BYTES} bytes.")
    return Element(ElementId(element_id), version, nonce, deleted, size, body)


def _counts(value: int) -> bool:
    return not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER


def _near(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isfinite(value) and abs(value) <= FARTHEST


def _harmless(link: object) -> bool:
    return link is None or (isinstance(link, str) and link.startswith(("https://", "http://")))
