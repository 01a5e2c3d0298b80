"""Who may manage a session in which way: a part of the matrix of everything that can be called (test_access)."""

from tests.http.world import HERE, session_id, user_id

Operation = tuple[str, str, object]
"""Method, path as in OpenAPI, body."""

SESSION = session_id(HERE)
ALICE, _BOB = user_id(HERE, "alice"), user_id(HERE, "bob")
TIMES = {"scheduled_start": 1_760_000_000_000, "scheduled_end": 1_760_003_600_000}


def _manage(action: str, **more: object) -> Operation:
    return ("POST", "/api/academic/sessions/manage", {"session_id": SESSION, "action": action, **more})


MANAGING: list[tuple[Operation, tuple[int, ...]]] = [
    (_manage("start"), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (_manage("pause"), (401, 403, 404, 409, 404, 409, 404, 404, 404)),
    (_manage("resume"), (401, 403, 404, 409, 404, 409, 404, 404, 404)),
    (_manage("end"), (401, 403, 404, 409, 404, 409, 404, 404, 404)),
    (_manage("cancel", reason="Ill"), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (_manage("cancel", reason="Ill", following=True), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (_manage("reschedule", **TIMES), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (_manage("reschedule", **TIMES, following=True), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (_manage("enroll", student_id=_BOB), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (_manage("remove", student_id=ALICE), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (_manage("mode", student_id=ALICE, mode="TEACH"), (401, 403, 404, 200, 404, 403, 404, 404, 404)),
    (_manage("assign", student_id=ALICE, exercise_id="here-ex"), (401, 403, 404, 200, 404, 403, 404, 404, 404)),
    (_manage("progress", student_id=ALICE, percent=50), (401, 403, 404, 409, 404, 403, 404, 404, 404)),
    (_manage("complete", student_id=ALICE), (401, 403, 404, 409, 404, 403, 404, 404, 404)),
    (_manage("tutor", tutor_id=user_id(HERE, "other-tutor")), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (_manage("open_table", open_table=True), (401, 403, 404, 200, 404, 403, 404, 404, 404)),
]
