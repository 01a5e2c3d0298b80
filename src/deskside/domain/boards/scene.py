"""What is drawn on a board, and how drawings of several people become one.

A drawing is a set of Excalidraw's elements. Each change of one raises its `version` and draws a new `versionNonce`;
what is deleted stays as a tombstone. The merge keeps, for each element, the higher version, and of equal versions the
lower nonce (Excalidraw's own rule, `reconcileElements`): it does not matter in which order or how often it is told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NewType, cast

from deskside.domain.boards.cost import BOARD_STEPS
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
    """An element as one page drew it. `size`: bytes as JSON; `steps`: to draw it. `body` is never changed."""

    id: ElementId
    version: int
    nonce: int
    deleted: bool
    size: int
    body: Mapping[str, object]
    steps: int = 0


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
    steps: int = 0


def wins(new: Element, old: Element) -> bool:
    """Whether `new` takes the place of `old`, an element of the same id."""
    return (-new.version, new.nonce) < (-old.version, old.nonce)


def joined(scene: Scene, elements: Iterable[Element], by: str = "") -> Scene:
    """The scene with these elements, where they win, however much that is: what is stored is not refused."""
    placed, clock, size, steps = dict(scene.placed), scene.clock, scene.size, scene.steps
    for element in elements:
        old = placed.get(element.id)
        if old is not None and not wins(element, old.element):
            continue
        clock += 1
        size += element.size - (old.element.size if old else 0)
        steps += element.steps - (old.element.steps if old else 0)
        placed[element.id] = Placed(element, clock, by)
    return scene if clock == scene.clock else Scene(placed, clock, size, steps)


def merge(scene: Scene, elements: Iterable[Element], by: str = "") -> Scene:
    """As `joined`. Raises BoardFull if that is too much; then nothing is taken. What makes room is always taken."""
    after = joined(scene, elements, by)
    measures = (
        (len(scene.placed), len(after.placed), BOARD_ELEMENTS),
        (scene.size, after.size, BOARD_BYTES),
        (scene.steps, after.steps, BOARD_STEPS),
    )
    if any(now > limit and now > before for before, now, limit in measures):
        raise BoardFull("This board is full. Once the tutor has cleared it, it takes something again.")
    return after


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
    """What can be seen on the board as elements of their own, with references among them and groups kept."""
    seen = visible(scene)
    names = {str(x.id): new_id() for x in seen}
    grouped = {group for x in seen for group in cast("list[str]", x.body["groupIds"])}
    groups = {group: new_id() for group in sorted(grouped)}
    return tuple(_copy(x, names, groups) for x in seen)


def _copy(element: Element, names: Mapping[str, str], groups: Mapping[str, str]) -> Element:
    """Only what names another element, or a group, is replaced: words and colours may look like an id too."""
    body = dict(element.body)
    body["groupIds"] = [groups[x] for x in cast("list[str]", body["groupIds"])]
    for key in ("id", "frameId", "containerId"):
        if isinstance(name := body.get(key), str):
            body[key] = names.get(name, name)
    for key in ("startBinding", "endBinding"):
        if isinstance(end := body.get(key), dict):
            body[key] = {**end, "elementId": names.get(end["elementId"], end["elementId"])}
    if isinstance(bound := body.get("boundElements"), list):
        body["boundElements"] = [{**x, "id": names.get(x["id"], x["id"])} for x in bound]
    return replace(element, id=ElementId(names[element.id]), body=body)
