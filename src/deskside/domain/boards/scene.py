"""What is drawn on a board, and how drawings of several people become one.

A drawing is a set of Excalidraw's elements. Each change of one raises its `version` and draws a new `versionNonce`;
what is deleted stays as a tombstone. The merge keeps, for each element, the higher version, and of equal versions the
lower nonce (Excalidraw's own rule, `reconcileElements`): it does not matter in which order or how often it is told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NewType

from deskside.domain.errors import BoardFull

BoardId = NewType("BoardId", str)
"""A lane's board has its student's id."""
ElementId = NewType("ElementId", str)

TABLE = BoardId("table")
"""The board of an open table."""

BOARD_ELEMENTS = 5_000
BOARD_BYTES = 8 * 1024 * 1024


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
