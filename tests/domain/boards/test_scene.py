"""However strokes travel, every end shows the same."""

from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from deskside.domain.boards import scene as scenes
from deskside.domain.boards.cost import BOARD_STEPS
from deskside.domain.boards.scene import BOARD_BYTES, Element, Placed, Scene, copies, fits, merge, since, wins
from deskside.domain.errors import BoardFull
from tests.domain.boards.drawings import element

elements = st.builds(
    element,
    st.sampled_from("abcd"),
    st.integers(0, 3),
    st.integers(0, 3),
    deleted=st.just(False),
)


def shown(scene: Scene) -> dict[str, Element]:
    return {key: placed.element for key, placed in scene.placed.items()}


@given(st.lists(elements, max_size=12), st.randoms())
def test_order_and_repetition_do_not_matter(drawn: list[Element], random: object) -> None:
    again = [*drawn, *drawn[::2]]
    random.shuffle(again)  # type: ignore[attr-defined]
    assert shown(merge(Scene(), drawn)) == shown(merge(Scene(), again))


@given(st.lists(elements, max_size=12), st.lists(elements, max_size=12))
def test_what_came_since_brings_an_older_scene_up_to_date(first: list[Element], then: list[Element]) -> None:
    before = merge(Scene(), first)
    after = merge(before, then)
    news = [x.element for x in since(after, before.clock)]
    assert shown(merge(before, news)) == shown(after)
    assert [x.clock for x in since(after, -1)] == sorted({x.clock for x in after.placed.values()})
    assert after.size == sum(x.element.size for x in after.placed.values())


@dataclass(slots=True)
class Replica:
    """A page: what it shows, and what it does not know to be at the server."""

    scene: Scene = field(default_factory=Scene)
    unsaid: dict[str, Element] = field(default_factory=dict)
    heard: int = 0


class Drawing(RuleBasedStateMachine):
    """Three pages and a server: messages and acknowledgements are lost or come twice, pages draw offline."""

    pages = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.server = Scene()
        self.all: list[Replica] = []
        self.names = count()
        self.nonces = count(1)
        self.drawn: set[str] = set()

    @initialize(target=pages)
    def one(self) -> Replica:
        return self._page()

    @initialize(target=pages)
    def another(self) -> Replica:
        return self._page()

    @initialize(target=pages)
    def third(self) -> Replica:
        return self._page()

    def _page(self) -> Replica:
        self.all.append(Replica())
        return self.all[-1]

    @rule(page=pages, delete=st.booleans(), pick=st.integers(0, 50), fresh=st.booleans(), nonce=st.integers(0, 2))
    def draw(self, page: Replica, delete: bool, pick: int, fresh: bool, nonce: int) -> None:
        there = sorted(page.scene.placed)
        unique = next(self.nonces) * 3 + nonce  # two pages never make the same version with the same nonce
        if fresh or not there:
            made = element(f"e{next(self.names)}", 1, unique)
            self.drawn.add(made.id)
        else:
            old = page.scene.placed[there[pick % len(there)]].element
            made = element(old.id, old.version + 1, unique, deleted=delete)
        page.scene = merge(page.scene, [made])
        page.unsaid[made.id] = made

    @rule(page=pages, arrives=st.booleans(), acknowledged=st.booleans(), twice=st.booleans())
    def say(self, page: Replica, arrives: bool, acknowledged: bool, twice: bool) -> None:
        sent = list(page.unsaid.values())
        if arrives:
            self.server = merge(self.server, [*sent, *(sent if twice else [])])
            if acknowledged:
                page.unsaid = {}

    @rule(page=pages, arrives=st.booleans())
    def hear(self, page: Replica, arrives: bool) -> None:
        if arrives:
            self._hear(page)

    def _hear(self, page: Replica) -> None:
        page.scene = merge(page.scene, [x.element for x in since(self.server, page.heard)])
        page.heard = self.server.clock

    @invariant()
    def once_all_is_said_all_are_equal(self) -> None:
        server = self.server
        for page in self.all:
            server = merge(server, page.unsaid.values())
        ends = [merge(page.scene, [x.element for x in since(server, page.heard)]) for page in self.all]
        assert all(shown(end) == shown(server) for end in ends)
        assert set(server.placed) == self.drawn


TestDrawing = Drawing.TestCase


def test_a_full_board_takes_nothing_of_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "BOARD_ELEMENTS", 2)
    scene = merge(Scene(), [element("a"), element("b")])
    with pytest.raises(BoardFull):
        merge(scene, [element("a", 2), element("c")])
    assert not fits(scene, [element("a", 2), element("c")])
    assert fits(scene, [element("a", 2)])
    assert merge(scene, [element("a", 2)]).placed.keys() == {"a", "b"}


def test_a_lower_nonce_wins_among_equal_versions() -> None:
    assert wins(element("a", 2, 9), element("a", 1, 1))
    assert wins(element("a", 2, 1), element("a", 2, 9))
    assert not wins(element("a", 2, 9), element("a", 2, 9))


def test_copies_are_elements_of_their_own_that_still_belong_together() -> None:
    numbers = count()
    shape = element("shape", kind="rectangle", boundElements=[{"id": "label", "type": "text"}], groupIds=["g"])
    label = element("label", kind="text", containerId="shape", text="shape", groupIds=["g"])
    arrow = element("solid", kind="arrow", startBinding={"elementId": "shape", "focus": 0, "gap": 1})
    made = copies(merge(Scene(), [shape, label, arrow, element("gone", deleted=True)]), lambda: f"new{next(numbers)}")
    assert [x.id for x in made] == [x.body["id"] for x in made] == ["new0", "new1", "new2"]
    assert made[0].body["boundElements"] == [{"id": "new1", "type": "text"}]
    assert made[1].body["containerId"] == "new0"
    assert made[2].body["startBinding"] == {"elementId": "new0", "focus": 0, "gap": 1}
    assert [x.body["groupIds"] for x in made] == [["new3"], ["new3"], []]
    assert made[1].body["text"] == "shape", "a word that is also an id stays"
    assert made[2].body["fillStyle"] == "solid", "and so does a field"


def test_a_board_that_holds_too_much_takes_what_makes_room() -> None:
    dear = [element(f"e{n}", kind="text", text="a", x=n) for n in range(3)]
    full = Scene({x.id: Placed(x, 0) for x in dear}, 0, BOARD_BYTES + 100, BOARD_STEPS + 100)
    with pytest.raises(BoardFull):
        merge(full, [element("more")])
    smaller = merge(replace(full, size=10), [element("e0", 2, kind="text", deleted=True)])
    assert smaller.steps < full.steps
