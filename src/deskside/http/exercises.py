"""Paths of the center's library."""

from fastapi import APIRouter

from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.services.exercises import NewExercise
from deskside.wire.http import ExerciseRequest, Exercises, ExerciseView, OneExercise

router = APIRouter(prefix="/api/exercises", tags=["exercises"])


@router.get("", responses=problems(401, 403))
async def list_exercises(edge: TheEdge, actor: TheActor) -> Exercises:
    """The whole library, by lesson, then title."""
    found = await edge.services.exercises.exercises(actor)
    return Exercises(exercises=tuple(ExerciseView.model_validate(x, from_attributes=True) for x in found))


@router.post("", status_code=201, responses=problems(401, 403))
async def create_exercise(edge: TheEdge, actor: TheActor, asked: ExerciseRequest) -> OneExercise:
    """Add an exercise."""
    made = await edge.services.exercises.create(actor, NewExercise(**asked.model_dump()))
    return OneExercise(exercise=ExerciseView.model_validate(made, from_attributes=True))
