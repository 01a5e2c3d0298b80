"""Who may call what of recordings, jobs and the record: a part of the matrix in `test_access`."""

_ADMINS = (401, 403, 403, 403, 403, 200, 403, 403, 200)

RECORDED: list[tuple[tuple[str, str, object], tuple[int, ...]]] = [
    # nobody, alice, bob, tutor, other tutor, admin; elsewhere: alice, tutor, admin
    (("GET", "/api/sessions/{session_id}/recordings", None), (401, 404, 404, 200, 404, 200, 404, 404, 404)),
    (("POST", "/api/sessions/{session_id}/recordings/composite", None), (401, 404, 404, 409, 404, 409, 404, 404, 404)),
    (("GET", "/api/recordings/{recording_id}/download", None), (401, *(404,) * 8)),
    (("DELETE", "/api/recordings/{recording_id}", None), (401, *(404,) * 8)),
    (("POST", "/api/recordings/{recording_id}/retry", None), (401, *(404,) * 8)),
    (("PUT", "/api/recordings/{recording_id}/hold", {"held": True}), (401, *(404,) * 8)),
    (("GET", "/api/center/jobs", None), _ADMINS),
    (("POST", "/api/center/jobs/{job_id}/retry", None), (401, 403, 403, 403, 403, 404, 403, 403, 404)),
    (("GET", "/api/sessions/{session_id}/replay", None), (401, 404, 404, 200, 404, 403, 404, 404, 404)),
    (("GET", "/api/sessions/{session_id}/replay/files", None), (401, 404, 404, 200, 404, 403, 404, 404, 404)),
    (("GET", "/api/replay/{link}", None), (404,) * 9),
    (("GET", "/api/people/{user_id}/exports/{export_id}/download", None), (401, *(403,) * 4, 404, 403, 403, 404)),
    (("GET", "/api/center/audit", None), _ADMINS),
]
