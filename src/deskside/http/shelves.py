"""Paths of the library's own page: its archive, some of it as files, and an exercise as a student sees it."""

from fastapi import APIRouter
from fastapi.responses import Response

from deskside.http.archives import ARCHIVE, attachment, packed
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.exercises import ExerciseInPath
from deskside.http.identity import TheActor
from deskside.wire.library import Archive, ArchivedLine, Selection, TriedAnswer, VerdictView
from deskside.wire.work import SheetView

router = APIRouter(tags=["exercises"])


@router.get("/api/exercises/archive", responses=problems(401, 403))
async def list_archive(edge: TheEdge, actor: TheActor) -> Archive:
    """What was archived, by course, lesson, title."""
    return Archive(exercises=tuple(ArchivedLine.of(x) for x in await edge.services.shelves.archived(actor)))


@router.post("/api/exercises/archive", status_code=204, responses=problems(401, 403, 404))
async def archive_exercises(edge: TheEdge, actor: TheActor, chosen: Selection) -> None:
    """Give these to nobody any more; lanes that have one keep it."""
    await edge.services.shelves.archive(actor, chosen.exercise_ids)


@router.post("/api/exercises/restore", status_code=204, responses=problems(401, 403, 404))
async def restore_exercises(edge: TheEdge, actor: TheActor, chosen: Selection) -> None:
    """Offer these again."""
    await edge.services.shelves.restore(actor, chosen.exercise_ids)


@router.post("/api/exercises/export", responses=problems(401, 403, 404), response_class=Response)
async def export_selected(edge: TheEdge, actor: TheActor, chosen: Selection) -> Response:
    """Some exercises, archived or not, as an archive of files that can be imported again."""
    files = await edge.services.exercises.export(actor, chosen.exercise_ids)
    return attachment("exercises.zip", ARCHIVE, packed(files))


@router.get("/api/exercises/{exercise_id}/sheet", responses=problems(401, 403, 404))
async def see_as_student(edge: TheEdge, actor: TheActor, exercise_id: ExerciseInPath) -> SheetView:
    """The exercise as a student gets it: without solutions."""
    exercise, sheet = await edge.services.shelves.sheet(actor, exercise_id)
    return SheetView.of(exercise, sheet, solved=False)


@router.post("/api/exercises/{exercise_id}/try", responses=problems(401, 403, 404))
async def try_answer(edge: TheEdge, actor: TheActor, exercise_id: ExerciseInPath, tried: TriedAnswer) -> VerdictView:
    """What a student would be told of an answer. Nothing is stored."""
    found = await edge.services.shelves.judge(actor, exercise_id, tried.item_id, tried.value)
    return VerdictView(correct=found.correct, unreadable=found.unreadable)
