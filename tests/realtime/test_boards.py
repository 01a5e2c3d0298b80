"""Boards over real sockets: strokes to the other side, what is refused, pictures, what a page that returns is told."""

import base64

import pytest

from deskside.domain.people import Role
from tests.domain.boards.drawings import body, full
from tests.domain.boards.test_pictures import png
from tests.realtime.house import House, Json, Page, until

PNG = png(640, 480)


class Class:
    """A tutor, Alice and Bob, each with a page in the room."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def open(self) -> "Class":
        tutor = await self.house.user("tutor", Role.TEACHER)
        students = [await self.house.user(name) for name in ("alice", "bob")]
        session = await self.house.session(tutor, *students)
        self.tutor, self.alice, self.bob = [await self.house.seated(x, session) for x in (tutor, *students)]
        return self


@pytest.fixture
async def lesson(house: House) -> Class:
    return await Class(house).open()


async def watch(page: Page, board: str = "alice", pace: str = "live", **known: object) -> Json:
    return await page.act(
        "board-watch", **{"board": board, "pace": pace, "epoch": "", "generation": 0, "clock": 0, **known}
    )


async def draw(page: Page, *names: str, board: str = "alice", **more: object) -> Json:
    return await page.act("canvas-update", board=board, generation=0, elements=[body(x, **more) for x in names])  # type: ignore[arg-type]


def seen(page: Page) -> list[str]:
    """Ids of the elements that the page was told."""
    return [x["id"] for update in page.all("canvas-update") for x in update["elements"]]


async def test_a_stroke_is_told_to_the_other_side_whole_and_not_to_other_students(lesson: Class) -> None:
    for page in (lesson.tutor, lesson.alice):
        assert (await watch(page))["ok"]
    assert (await watch(lesson.bob))["code"] == "forbidden"
    assert (await draw(lesson.alice, "a", points=[[0, 0], [1.5, 2]]))["clock"] == 1
    await until(lambda: seen(lesson.tutor) == ["a"])
    assert lesson.tutor.all("canvas-update")[0]["elements"] == [full("a", points=[[0, 0], [1.5, 2]])]
    assert (await draw(lesson.bob, "b"))["code"] == "forbidden"
    assert (await draw(lesson.tutor, "c"))["ok"]
    await until(lambda: seen(lesson.alice) == ["c"])
    assert seen(lesson.bob) == []


async def test_a_large_board_comes_in_messages_of_bearable_size(lesson: Class) -> None:
    for n in range(6):
        assert (await draw(lesson.alice, f"e{n}", points=[[n, 0.125] for n in range(2_000)]))["ok"]
    knows = await watch(lesson.tutor)
    await until(lambda: len(seen(lesson.tutor)) == 6)
    told = lesson.tutor.all("canvas-update")
    assert len(told) == 3
    assert [x["clock"] for x in told] == [0, 0, knows["clock"]]


async def test_a_page_that_returns_is_told_what_it_missed(lesson: Class) -> None:
    await watch(lesson.alice)
    await draw(lesson.alice, "a")
    knows = await watch(lesson.tutor)
    await lesson.tutor.leave()
    await draw(lesson.alice, "b")
    await lesson.tutor.connect(seq=lesson.tutor.seqs[-1])
    await watch(lesson.tutor, epoch=knows["epoch"], generation=knows["generation"], clock=knows["clock"])
    await until(lambda: seen(lesson.tutor) == ["a", "b"])


@pytest.mark.parametrize(
    "fields",
    [
        {"board": "alice", "generation": 0, "elements": [{"id": "a"}]},
        {"board": "alice", "generation": 0, "elements": [body("a", x=float("nan"))]},
        {"board": "alice", "generation": 0, "elements": "all"},
        {"board": "alice", "elements": []},
        {"board": "../x", "generation": 0, "elements": []},
        {"board": "alice", "generation": -1, "elements": []},
    ],
)
async def test_what_is_no_drawing_is_refused(lesson: Class, fields: Json) -> None:
    assert (await lesson.alice.send("canvas-update", fields))["code"] == "invalid"


async def test_the_tutor_locks_clears_and_puts_a_page_on_other_boards(lesson: Class) -> None:
    await watch(lesson.bob, "bob")
    await draw(lesson.tutor, "a")
    assert (await lesson.tutor.act("board-push", board="alice", to=["bob"]))["ok"]
    await until(lambda: len(seen(lesson.bob)) == 1)
    assert (await lesson.tutor.act("board-lock", student_id="bob", locked=True))["ok"]
    assert (await draw(lesson.bob, "b", board="bob"))["code"] == "forbidden"
    assert (await lesson.tutor.act("board-clear", board="bob"))["ok"]
    await until(lambda: lesson.bob.all("canvas-update")[-1]["generation"] == 1)
    assert (await draw(lesson.tutor, "c", board="bob"))["code"] == "conflict"
    assert (await lesson.bob.act("board-clear", board="bob"))["code"] == "forbidden"
    assert (await lesson.bob.act("board-unwatch", board="bob"))["ok"]


async def test_a_full_board_says_so_and_a_cleared_one_takes_strokes_again(
    lesson: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskside.domain.boards.scene.BOARD_ELEMENTS", 1)
    await watch(lesson.tutor)
    assert (await draw(lesson.alice, "a"))["ok"]
    assert (await draw(lesson.alice, "b"))["code"] == "board_full"
    await draw(lesson.tutor, "c", board="bob")
    assert (await lesson.tutor.act("board-push", board="bob", to=["alice"]))["code"] == "board_full"
    await until(lambda: seen(lesson.tutor) == ["a"])
    assert (await lesson.tutor.act("board-clear", board="alice"))["ok"]
    again = await lesson.alice.act("canvas-update", board="alice", generation=1, elements=[body("b")])
    assert again["ok"]


async def test_the_board_follows_a_call_for_help(lesson: Class) -> None:
    await draw(lesson.alice, "a")
    assert (await lesson.alice.act("help-request", help_id="h", urgency="normal", text=""))["ok"]

    def attached(page: Page) -> list[int | None]:
        return [x.help.board_revision for x in page.view().lanes if x.help]

    await until(lambda: attached(lesson.tutor) == attached(lesson.alice) == [1])
    assert attached(lesson.bob) == []


async def test_a_picture_comes_in_parts_and_goes_to_the_other_side(lesson: Class) -> None:
    content = PNG + bytes(40_000)
    parts = [content[:24_576], content[24_576:]]

    async def send(part: int, file_id: str = "f") -> Json:
        encoded = base64.b64encode(parts[part]).decode()
        return await lesson.alice.act(
            "board-picture", board="alice", file_id=file_id, part=part, parts=2, content=encoded
        )

    assert (await send(1))["code"] == "invalid"
    assert (await send(0))["ok"]
    assert (await send(1, "g"))["code"] == "invalid"
    assert (await send(0))["ok"]
    assert (await send(1))["ok"]
    got = await lesson.tutor.act("board-picture-get", board="alice", file_id="f")
    assert (got["media_type"], base64.b64decode(got["content"])) == ("image/png", content)
    assert (await lesson.bob.act("board-picture-get", board="alice", file_id="f"))["code"] == "forbidden"
