"""Decisions about lanes: mode, whom the tutor addresses, the exercise, calls for help."""

from deskside.domain import events as ev
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.domain.ids import HelpId, UserId
from deskside.domain.modes import AddressAll, HelpOutcome, LaneMode
from deskside.domain.session import HelpRequest, Session, SessionStatus, lane_of

HELP_TEXT_LIMIT = 500
"""Characters: a call for help is a sentence or two, not an essay."""


def set_lane_mode(session: Session, student_id: UserId, mode: LaneMode) -> ev.Events:
    """TEACH or OBSERVE for one lane; any number of lanes may be in TEACH."""
    lane = lane_of(session, student_id)
    return () if lane.mode is mode else (ev.LaneModeChanged(student_id, mode),)


def deafen(session: Session, student_id: UserId, *, deafened: bool) -> ev.Events:
    """Take all sound to one lane, or give it back: two students in one room hear by one of their machines."""
    lane = lane_of(session, student_id)
    return () if lane.deafened == deafened else (ev.LaneDeafened(student_id, deafened),)


def address_all(session: Session, kind: AddressAll) -> ev.Events:
    """Speak to every lane while a key is held, until switched off, or no longer."""
    return () if session.address_all is kind else (ev.AddressAllChanged(kind),)


def show_screen_to(session: Session, *, to_all: bool) -> ev.Events:
    """Show the tutor's screen to every lane, or to lanes in TEACH only."""
    return () if session.screen_to_all == to_all else (ev.ScreenAudienceChanged(to_all),)


def set_open_table(session: Session, *, open_table: bool) -> ev.Events:
    """Everyone receives everyone, or private lanes."""
    if session.over:
        raise Conflict("The session is over; its setting cannot change any more.")
    return () if session.open_table == open_table else (ev.OpenTableChanged(open_table),)


def assign(session: Session, assigned: ev.ExerciseAssigned) -> ev.Events:
    """Give a lane an exercise. The same one again starts it anew."""
    lane_of(session, assigned.student_id)
    return (assigned,)


def set_progress(session: Session, student_id: UserId, percent: int) -> ev.Events:
    """Progress on the lane's exercise, 0–100 percent."""
    exercise = lane_of(session, student_id).exercise
    if exercise is None:
        raise Conflict("This lane has no exercise. Assign one first.")
    if not 0 <= percent <= 100:
        raise Invalid("Progress is a number from 0 to 100.")
    return () if exercise.percent == percent else (ev.ProgressChanged(student_id, percent),)


def ask_help(session: Session, asked: ev.HelpAsked) -> ev.Events:
    """Call the tutor. A retry with the same id is no event; a second open call of the same lane is refused."""
    open_call = lane_of(session, asked.student_id).help
    if session.status is not SessionStatus.LIVE:
        raise Conflict("You can ask for help once the session has started.")
    if len(asked.text) > HELP_TEXT_LIMIT:
        raise Invalid(f"Please say it in at most {HELP_TEXT_LIMIT} characters.")
    if open_call is None:
        return (asked,)
    if open_call.help_id == asked.help_id:
        return ()
    raise Conflict("You have already asked for help. Withdraw that first, or wait: your tutor sees it.")


def respond_to_help(session: Session, student_id: UserId, help_id: HelpId) -> ev.Events:
    """Answer a call: it is closed and the lane goes to TEACH, in one act."""
    _open_call(session, student_id, help_id)
    closed = ev.HelpClosed(student_id, help_id, HelpOutcome.RESPONDED, "")
    return (closed, *set_lane_mode(session, student_id, LaneMode.TEACH))


def dismiss_help(session: Session, student_id: UserId, help_id: HelpId, word: str) -> ev.Events:
    """Put a call aside, with a word to the student."""
    _open_call(session, student_id, help_id)
    return (ev.HelpClosed(student_id, help_id, HelpOutcome.DISMISSED, word),)


def postpone_help(session: Session, student_id: UserId, help_id: HelpId) -> ev.Events:
    """Tell the student that the tutor comes later. The call keeps its place."""
    call = _open_call(session, student_id, help_id)
    return () if call.postponed else (ev.HelpPostponed(student_id, help_id),)


def withdraw_help(session: Session, student_id: UserId, help_id: HelpId) -> ev.Events:
    """Take one's own call back. Already closed: no event."""
    call = lane_of(session, student_id).help
    if call is None or call.help_id != help_id:
        return ()
    return (ev.HelpClosed(student_id, help_id, HelpOutcome.WITHDRAWN, ""),)


def _open_call(session: Session, student_id: UserId, help_id: HelpId) -> HelpRequest:
    call = lane_of(session, student_id).help
    if call is None or call.help_id != help_id:
        raise NotFound("This call for help is already closed.")
    return call
