"""What one part of the house allows passes all others on its way: no page offers what another limit refuses."""

import json
import random
import re
from pathlib import Path

import pytest

from deskside.domain.exercise_files import CONTENT_LIMIT, TITLE_LIMIT, TOPIC_LIMIT, read_file, write_file
from deskside.domain.exercises import Check
from deskside.domain.ids import CenterId, ExerciseId
from deskside.domain.text import EMAIL_LIMIT, LABEL_LIMIT, NAME_LIMIT
from deskside.http.archives import ARCHIVE, FILES_LIMIT, files_of, packed
from deskside.http.bodies import BODY_LIMIT, LARGER
from deskside.http.limits import Limits
from deskside.ports.exercises import Exercise
from deskside.services.exercises import LIBRARY_BYTES, LIBRARY_MOST, SourceFile, source_of
from deskside.services.links import SHEET_MOST
from deskside.services.roster import MOST
from deskside.wire.center import ROSTER_LIMIT, SheetRequest
from tests.http.world import World

WEB = Path(__file__).parent.parent.parent / "web" / "src"


def constant(file: str, name: str) -> int:
    """A number that a page is written with."""
    found = re.search(rf"\b{name} = ([0-9_]+);", (WEB / file).read_text("utf-8"))
    assert found, f"{file} has no {name}"
    return int(found[1].replace("_", ""))


def test_the_largest_library_is_exported_and_imported_in_one_piece() -> None:
    chance = random.Random(7)
    each = LIBRARY_BYTES // LIBRARY_MOST // 2
    files = []
    for n in range(LIBRARY_MOST):
        content = "".join(chr(0xA1 + chance.randrange(0x2FF)) for _ in range(each)) + "\n"
        title, topic = f"{'ß' * (TITLE_LIMIT - 5)}{n:05}", "ß" * TOPIC_LIMIT
        made = Exercise(ExerciseId(str(n)), CenterId("here"), title, topic, content, topic, Check.LATER)
        files.append(SourceFile(f"{topic}/{topic}/{title}", source_of(made)))
    archive = packed(tuple(files))
    assert len(archive) <= LARGER["/api/exercises/import"]
    again = files_of("library.zip", ARCHIVE, archive)
    assert len(again) == LIBRARY_MOST == FILES_LIMIT
    assert [x.text for x in again] == [x.text for x in files]


def test_the_longest_exercise_is_taken_in_every_script() -> None:
    for letter in ("a", "\u00e9", "\u4e2d", "\U0001f600", '"', "\n"):
        body = json.dumps({"title": "T" * TITLE_LIMIT, "content": letter * CONTENT_LIMIT}, ensure_ascii=False)
        assert len(body.encode()) <= LARGER["/api/exercises"]
    largest = read_file(f"---\ntitle: T\n---\n{'x' * CONTENT_LIMIT}")
    assert read_file(write_file(largest)).content == largest.content


@pytest.mark.parametrize("name", ["roster-59kb-all-cells-quoted.csv", "roster-240-students.csv"])
async def test_large_tables_of_people_pass_all_limits(world: World, name: str) -> None:
    table = (Path(__file__).parent.parent / "cases" / name).read_bytes().decode()
    admin = await world.browser("admin")
    answer = await admin.post("/api/users/import", {"csv": table, "preview": True})
    assert answer.status == 200
    assert len(json.loads(answer.text)["lines"]) == len(table.splitlines()) - 1


async def test_the_largest_table_of_people_that_the_page_takes_passes_all_limits(world: World) -> None:
    most = constant("center/import-dialog.tsx", "MOST_CHARACTERS")
    assert most == ROSTER_LIMIT
    head, row = "name,role,email,grade_level,course_level\r\n", '"{}","student","","8","M"\r\n'
    filler = (most - len(head)) // MOST - len(row)
    table = head + "".join(row.format(f"{n:03}{'x' * min(filler, NAME_LIMIT - 3)}") for n in range(MOST))
    assert len(json.dumps({"csv": "\U0001f600" * most}, ensure_ascii=False).encode()) <= LARGER["/api/users/import"]
    assert len(json.dumps({"csv": '"\n' * (most // 2)}).encode()) <= LARGER["/api/users/import"]
    admin = await world.browser("admin")
    answer = await admin.post("/api/users/import", {"csv": table, "preview": False})
    assert (answer.status, answer.json["imported"]) == (200, MOST)
    typical = MOST * (NAME_LIMIT // 4 + EMAIL_LIMIT // 8 + 2 * LABEL_LIMIT + 20)
    assert typical < ROSTER_LIMIT


async def test_links_of_everybody_that_can_be_imported_can_be_printed(world: World) -> None:
    batch = constant("center/all-links.ts", "BATCH")
    assert batch <= SHEET_MOST
    assert SheetRequest.model_fields["student_ids"].metadata[0].max_length == SHEET_MOST
    sheets = -(-MOST // batch)
    assert 2 * sheets <= Limits().sheets_of_center.burst, "made twice, as the page offers"
    ids = json.dumps({"student_ids": ["x" * 64] * batch})
    assert len(ids) <= BODY_LIMIT
    admin = await world.browser("admin")
    table = "name,role\n" + "".join(f"Pupil {n:03},student\n" for n in range(240))
    assert (await admin.post("/api/users/import", {"csv": table, "preview": False})).json["imported"] == 240
    everybody = [x["id"] for x in json.loads((await admin.get("/api/users?role=STUDENT")).text)["users"]]
    made = 0
    for at in range(0, len(everybody), batch):
        answer = await admin.post("/api/users/links", {"student_ids": everybody[at : at + batch]})
        made += len(json.loads(answer.text)["links"])
    assert made == len(everybody) > 240
