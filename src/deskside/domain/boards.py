"""Boards: what is drawn, how drawings of several people become one, and who may look or draw.

A drawing is a set of Excalidraw's elements. Each change of one raises its `version` and draws a new `versionNonce`;
what is deleted stays as a tombstone. The merge keeps, for each element, the higher version, and of equal versions the
lower nonce (Excalidraw's own rule, `reconcileElements`): it does not matter in which order or how often it is told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import NewType

from deskside.domain.errors import BoardFull, Conflict, Forbidden, Invalid, NotFound
from deskside.domain.ids import UserId
from deskside.domain.people import Part
from deskside.domain.session import Session, lane_of
from deskside.domain.work import may_draw

BoardId = NewType("BoardId", str)
"""A lane's board has its student's id."""
ElementId = NewType("ElementId", str)

TABLE = BoardId("table")
"""The board of an open table."""

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
BOARD_ELEMENTS = 5_000
BOARD_BYTES = 8 * 1024 * 1024
FILE_BYTES = 512 * 1024
"""A picture; pages make it smaller before they send it."""
BOARD_FILES = 50


@dataclass(frozen=True, slots=True)
class Element:
    """An element as one page drew it. `size`: bytes as JSON. `body` is the whole element and is never changed."""

    id: ElementId
    version: int
    nonce: int
    deleted: bool
    size: int
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Placed:
    """An element of a scene. `clock`: when it came to be so; `by`: who drew it so ("" unknown)."""

    element: Element
    clock: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is on a board. `clock` counts the changes that were taken; each has a number of its own."""

    placed: Mapping[ElementId, Placed] = field(default_factory=dict)
    clock: int = 0
    size: int = 0


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


def wins(new: Element, old: Element) -> bool:
    """Whether `new` takes the place of `old`, an element of the same id."""
    return (-new.version, new.nonce) < (-old.version, old.nonce)


def merge(scene: Scene, elements: Iterable[Element], by: str = "") -> Scene:
    """The scene with these elements, where they win. Raises BoardFull if that is too much; then nothing is taken."""
    placed, clock, size = dict(scene.placed), scene.clock, scene.size
    for element in elements:
        old = placed.get(element.id)
        if old is not None and not wins(element, old.element):
            continue
        clock += 1
        size += element.size - (old.element.size if old else 0)
        placed[element.id] = Placed(element, clock, by)
    if clock == scene.clock:
        return scene
    if len(placed) > BOARD_ELEMENTS or size > BOARD_BYTES:
        raise BoardFull("This board is full. Once the tutor has cleared it, it takes something again.")
    return Scene(placed, clock, size)


def fits(scene: Scene, elements: Iterable[Element]) -> bool:
    """Whether the scene has room for these."""
    try:
        merge(scene, elements)
    except BoardFull:
        return False
    return True


def since(scene: Scene, clock: int) -> tuple[Placed, ...]:
    """What was taken after `clock`, in that order."""
    if clock >= scene.clock:
        return ()
    return tuple(sorted((x for x in scene.placed.values() if x.clock > clock), key=lambda x: x.clock))


def visible(scene: Scene) -> tuple[Element, ...]:
    """What can be seen on the board."""
    return tuple(x.element for x in scene.placed.values() if not x.element.deleted)


def copies(scene: Scene, new_id: Callable[[], str]) -> tuple[Element, ...]:
    """What can be seen on the board as elements of their own, with references among them kept."""
    seen = visible(scene)
    names = {x.id: new_id() for x in seen}
    return tuple(_copy(x, names) for x in seen)


def require_look(session: Session, part: Part, user_id: UserId, board: BoardId) -> None:
    """Whether this person may look at a board: one's own, the tutor and observers at all, everyone at an open table's.

    Raises NotFound, Forbidden, Conflict.
    """
    if board == TABLE:
        if not session.open_table:
            raise Conflict("There is a common board only at an open table.")
        return
    if part is Part.STUDENT and UserId(board) != user_id:
        raise Forbidden("This is another student's board.")
    lane_of(session, UserId(board))


def require_read(session: Session, part: Part, user_id: UserId, board: BoardId) -> None:
    """Whether this person may read what was on a board: one's own, the table's while it is open, staff any at any time.

    Raises NotFound.
    """
    if part is Part.STUDENT and not (UserId(board) == user_id or (board == TABLE and session.open_table)):
        raise NotFound("There is no such board here.")


def require_draw(session: Session, part: Part, user_id: UserId, board: BoardId) -> None:
    """Whether this person may draw: the tutor always, the student if it is not locked, an observer never."""
    require_look(session, part, user_id, board)
    if session.over:
        raise Conflict("The session is over; boards can only be looked at.")
    if part is Part.OBSERVER:
        raise Forbidden("Observers look, they do not draw.")
    if board != TABLE and not may_draw(lane_of(session, UserId(board)), student=part is Part.STUDENT):
        raise Forbidden("Your tutor has locked this board.")


def picture_type(content: bytes) -> str:
    """The media type of a picture by its first bytes (WHATWG MIME Sniffing 6.1). Raises Invalid for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:14] == b"WEBPVP":
        return "image/webp"
    raise Invalid("A picture is a PNG, JPEG or WebP.")


def _copy(element: Element, names: Mapping[ElementId, str]) -> Element:
    body = {key: _renamed(value, names) for key, value in element.body.items()}
    return Element(ElementId(names[element.id]), element.version, element.nonce, element.deleted, element.size, body)


def _renamed(value: object, names: Mapping[ElementId, str]) -> object:
    """The same with ids of elements replaced, wherever they are."""
    if isinstance(value, str):
        return names.get(ElementId(value), value)
    if isinstance(value, list):
        return [_renamed(x, names) for x in value]
    if isinstance(value, dict):
        return {key: _renamed(x, names) for key, x in value.items()}
    return value


def _counts(value: int) -> bool:
    return not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER


def _near(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isfinite(value) and abs(value) <= FARTHEST


def _harmless(link: object) -> bool:
    return link is None or (isinstance(link, str) and link.startswith(("https://", "http://")))
