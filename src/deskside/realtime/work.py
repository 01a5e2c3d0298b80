"""Acts on the work in a lane, as the socket takes them: each parses, calls one service, acknowledges."""

from deskside.realtime.act import Act, parsed
from deskside.realtime.connections import Connection
from deskside.services.suite import Services
from deskside.services.work import GivenAnswer
from deskside.wire import commands as cmd
from deskside.wire import work as shapes
from deskside.wire.messages import Done


async def assign_exercise(services: Services, page: Connection, fields: cmd.AssignExercise) -> Done:
    """Give a lane an exercise."""
    seat = page.seat
    return Done(seq=await services.work.assign(seat.actor, seat.session_id, fields.student_id, fields.exercise_id))


async def answer(services: Services, page: Connection, fields: shapes.GiveAnswer) -> Done:
    """Answer an item."""
    given = GivenAnswer(fields.exercise_id, fields.item_id, fields.value)
    return Done(seq=await services.work.answer(page.seat.actor, page.seat.session_id, given))


async def hint(services: Services, page: Connection, fields: shapes.GiveHint) -> Done:
    """Give a hint for an item."""
    item = (fields.student_id, fields.item_id)
    return Done(seq=await services.work.hint(page.seat.actor, page.seat.session_id, item, fields.text))


async def queue_exercises(services: Services, page: Connection, fields: shapes.QueueExercises) -> Done:
    """What comes next."""
    seat = page.seat
    return Done(seq=await services.work.queue(seat.actor, seat.session_id, fields.student_id, fields.exercise_ids))


async def next_exercise(services: Services, page: Connection, fields: shapes.NextExercise) -> Done:
    """Go on to it."""
    return Done(seq=await services.work.next(page.seat.actor, page.seat.session_id, fields.student_id))


ACTS: dict[str, Act] = {
    "assign-exercise": parsed(cmd.AssignExercise, assign_exercise),
    "answer": parsed(shapes.GiveAnswer, answer),
    "hint": parsed(shapes.GiveHint, hint),
    "queue-exercises": parsed(shapes.QueueExercises, queue_exercises),
    "next-exercise": parsed(shapes.NextExercise, next_exercise),
}
"""By name of the message."""
