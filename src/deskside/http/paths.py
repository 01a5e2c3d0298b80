"""Addresses of pages that more than one module leads to."""

STUDENT_PAGE = "/dashboard/student/sessions/{session_id}/video"
TUTOR_PAGE = "/dashboard/tutor/sessions/{session_id}/live"
PRIVACY_PAGE = "/privacy/{center_id}"
STUDENT_REPLAY = "/dashboard/student/sessions/{session_id}/replay"
TUTOR_REPLAY = "/dashboard/tutor/sessions/{session_id}/replay"
GUARDIAN_PAGE = "/guardian/{secret}"
