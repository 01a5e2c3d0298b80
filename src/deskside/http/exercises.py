"""Paths of the center's library, and of the exercise that a lane works on."""

from asyncio import to_thread
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from deskside.domain.ids import ExerciseId, UserId
from deskside.http.archives import ARCHIVE, MARKDOWN, attachment, files_of, packed
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.http.sessions import SessionInPath
from deskside.services.exercises import NewExercise, source_of
from deskside.wire.shapes import ID
from deskside.wire.work import ExerciseRequest, ImportView, Library, LibraryLine, OneExercise, SheetView

ExerciseInPath = Annotated[ExerciseId, Path(), ID]
StudentInPath = Annotated[UserId, Path(), ID]
_FILES: dict[str, object] = {MARKDOWN: {"schema": {"type": "string"}}, ARCHIVE: {"schema": {"type": "string"}}}

router = APIRouter(tags=["exercises"])


@router.get("/api/exercises", responses=problems(401, 403))
async def list_exercises(edge: TheEdge, actor: TheActor) -> Library:
    """The whole library, by course, lesson, title."""
    return Library(exercises=tuple(LibraryLine.of(x) for x in await edge.services.exercises.exercises(actor)))


@router.post("/api/exercises", status_code=201, responses=problems(401, 403))
async def create_exercise(edge: TheEdge, actor: TheActor, asked: ExerciseRequest) -> OneExercise:
    """Add an exercise; it replaces one of the same course, lesson and title."""
    made = await edge.services.exercises.create(actor, NewExercise(**asked.model_dump()))
    return OneExercise(exercise=LibraryLine.of(made))


@router.post(
    "/api/exercises/import",
    responses=problems(401, 403, 413),
    openapi_extra={"requestBody": {"required": True, "content": _FILES}},
)
async def import_exercises(request: Request, edge: TheEdge, actor: TheActor, name: str = "file.md") -> ImportView:
    """Add what a file says (text/markdown), or every .md file of an archive (application/zip): all, or nothing."""
    kind, body = request.headers.get("content-type", ""), await request.body()
    files = await to_thread(files_of, name, kind, body)
    done = await edge.services.exercises.import_files(actor, files)
    lines = tuple(LibraryLine.of(x) for x in done.exercises)
    return ImportView(exercises=lines, added=done.added, replaced=done.replaced, unchanged=done.unchanged)


@router.get("/api/exercises/export", responses=problems(401, 403), response_class=Response)
async def export_exercises(edge: TheEdge, actor: TheActor) -> Response:
    """The library as an archive of files that can be imported again."""
    files = await edge.services.exercises.export(actor)
    return attachment("exercises.zip", ARCHIVE, await to_thread(packed, files))


@router.get("/api/exercises/{exercise_id}/file", responses=problems(401, 403, 404), response_class=Response)
async def export_exercise(edge: TheEdge, actor: TheActor, exercise_id: ExerciseInPath) -> Response:
    """One exercise as a file."""
    found = await edge.services.exercises.exercise(actor, exercise_id)
    return attachment(f"{found.title}.md", MARKDOWN, source_of(found).encode())


@router.delete("/api/exercises/{exercise_id}", status_code=204, responses=problems(401, 403, 404))
async def remove_exercise(edge: TheEdge, actor: TheActor, exercise_id: ExerciseInPath) -> None:
    """Take an exercise out of the library. Whoever works on it keeps it."""
    await edge.services.exercises.remove(actor, exercise_id)


@router.get("/api/sessions/{session_id}/lanes/{student_id}/exercise", responses=problems(401, 404))
async def see_exercise(
    edge: TheEdge, actor: TheActor, session_id: SessionInPath, student_id: StudentInPath
) -> SheetView:
    """What a lane works on; solutions only for tutor and observers."""
    found = await edge.services.work.exercise(actor, session_id, student_id)
    return SheetView.of(found.exercise, found.sheet, solved=found.solved)
