"""Exercises over HTTP: a student never sees a solution; files come in and go out, whatever they hold."""

import io
import json
import zipfile

import pytest

from deskside.domain.ids import ExerciseId
from deskside.http.archives import FILES_LIMIT
from tests.http.world import ELSEWHERE, HERE, World, session_id, user_id

SOURCE = """\
---
title: Sums
course: Maths
---
Read **this**.

```number
1 + 1
= 2002/1001
```

```choice
Which?
- [x] this
- [ ] that
```

```short-text
Who?
= Lovelace
```
"""
MARKDOWN, ARCHIVE = {"content-type": "text/markdown; charset=utf-8"}, {"content-type": "application/zip"}
OURS = f"/api/sessions/{session_id(HERE)}/lanes/{user_id(HERE, 'alice')}/exercise"
IMPORT = "/api/exercises/import"


def archive(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


async def test_only_what_is_assigned_reaches_a_student_and_never_a_solution(world: World) -> None:
    tutor, alice = await world.browser("tutor"), await world.browser("alice")
    made = json.loads((await tutor.send("POST", IMPORT, body=SOURCE.encode(), headers=MARKDOWN)).text)
    exercise_id = made["exercises"][0]["id"]
    assert (await alice.get(OURS)).status == 404
    for path in (f"/api/exercises/{exercise_id}/file", "/api/exercises", "/api/exercises/export"):
        assert (await alice.get(path)).status == 403
    assign = {"session_id": session_id(HERE), "action": "assign", "student_id": user_id(HERE, "alice")}
    assert (await tutor.post("/api/academic/sessions/manage", {**assign, "exercise_id": exercise_id})).status == 200
    seen = await alice.get(OURS)
    shown = json.loads(seen.text)
    assert [part["kind"] for part in shown["parts"]] == ["text", "number", "choice", "short-text"]
    assert [part["solution"] for part in shown["parts"]] == [None] * 4
    assert "1001" not in seen.text
    assert "Lovelace" not in seen.text
    full = json.loads((await tutor.get(OURS)).text)
    assert [part["solution"] for part in full["parts"]] == [None, ["2002/1001"], ["1"], ["Lovelace"]]
    view = await alice.get(f"/api/academic/sessions/{session_id(HERE)}")
    assert "1001" not in view.text
    assert (await (await world.browser("bob")).get(OURS)).status == 404


async def test_the_library_goes_out_as_an_archive_and_comes_in_again(world: World) -> None:
    tutor = await world.browser("tutor")
    brought = {"a/Sums.md": SOURCE, "b/Other.md": SOURCE.replace("title: Sums", "title: ../Sums/1"), "notes.txt": "x"}
    body = archive({**brought, "__MACOSX/._Sums.md": "x"})
    done = json.loads((await tutor.send("POST", IMPORT, body=body, headers=ARCHIVE)).text)
    assert (done["added"], done["replaced"], done["unchanged"]) == (2, 0, 0)
    exported = await tutor.get("/api/exercises/export")
    assert exported.headers["content-disposition"] == "attachment; filename*=UTF-8''exercises.zip"
    with zipfile.ZipFile(io.BytesIO(exported.body)) as files:
        names = sorted(files.namelist())
    assert names == ["Math/Fractions.md", "Maths/Sums.md", "Maths/exercise/Sums/1.md"]
    again = await tutor.send("POST", f"{IMPORT}?name=all.zip", body=exported.body, headers=ARCHIVE)
    assert json.loads(again.text)["added"] == 0
    one = await tutor.get(f"/api/exercises/{done['exercises'][0]['id']}/file")
    assert one.text.replace("check: now\n", "").replace("\n\n", "\n") == SOURCE.replace("\n\n", "\n")


async def test_a_file_that_says_it_is_utf_16_is_read(world: World) -> None:
    tutor = await world.browser("tutor")
    body = SOURCE.replace("Sums", "Caf\u00e9").encode("utf-16")
    done = json.loads((await tutor.send("POST", IMPORT, body=body, headers=MARKDOWN)).text)
    assert [x["title"] for x in done["exercises"]] == ["Caf\u00e9"]


async def test_two_files_of_one_name_are_numbered(world: World) -> None:
    tutor = await world.browser("tutor")
    for title in ("a:b", "a?b"):
        await tutor.send("POST", IMPORT, body=SOURCE.replace("Sums", title).encode(), headers=MARKDOWN)
    exported = await tutor.get("/api/exercises/export")
    with zipfile.ZipFile(io.BytesIO(exported.body)) as files:
        assert sorted(files.namelist())[1:] == ["Maths/a-b 2.md", "Maths/a-b.md"]


@pytest.mark.parametrize(
    ("name", "kind", "body", "message"),
    [
        ("x.md", "text/markdown", b"Text", "x.md: Line 1: begin the file with ---"),
        ("x.md", "text/markdown", "a\nb\ncaf\u00e9".encode("cp1252"), "x.md, line 3: a letter is not UTF-8"),
        ("x.doc", "application/msword", b"Text", "Send text/markdown or application/zip."),
        ("x.zip", "application/zip", b"PK no", "The archive cannot be read"),
        ("x.zip", "application/zip", archive({"notes.txt": "x"}), "There is no exercise in it"),
        ("x.zip", "application/zip", archive({"a/b.md": "Text"}), "a/b.md: Line 1"),
        ("x.zip", "application/zip", archive({"b.md": b"\xff"}), "b.md, line 1: a letter is not UTF-8"),
        ("x.zip", "application/zip", archive({"b.md": "x" * 1_000_000}), "b.md is too large"),
        ("x.zip", "application/zip", archive({"b.md": "x"}, zipfile.ZIP_BZIP2), "The archive cannot be read"),
        (
            "x.zip",
            "application/zip",
            archive({f"{n}.md": "x" for n in range(FILES_LIMIT + 1)}),
            f"The archive has more than {FILES_LIMIT} files",
        ),
        ("x.zip", "application/zip", archive({"b.md": SOURCE})[:-40], "The archive cannot be read"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(
    world: World, name: str, kind: str, body: bytes, message: str
) -> None:
    tutor = await world.browser("tutor")
    answer = await tutor.send("POST", f"{IMPORT}?name={name}", body=body, headers={"content-type": kind})
    assert (answer.status, answer.code) == (422, "invalid")
    assert json.loads(answer.text)["detail"].startswith(message)
    assert len(json.loads((await tutor.get("/api/exercises")).text)["exercises"]) == 1


async def test_an_exercise_is_removed_by_staff_alone(world: World) -> None:
    path = f"/api/exercises/{ExerciseId('here-ex')}"
    assert (await (await world.browser("alice")).delete(path)).status == 403
    assert (await (await world.browser("tutor", ELSEWHERE)).delete(path)).status == 404
    tutor = await world.browser("tutor")
    assert (await tutor.delete(path)).status == 204
    assert json.loads((await tutor.get("/api/exercises")).text) == {"exercises": []}
