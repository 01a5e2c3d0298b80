"""What a center has decided for all of its sessions."""

from dataclasses import dataclass
from enum import StrEnum

SOONEST_END_MINUTES, LATEST_END_MINUTES = 5, 240
"""Long enough for a tutor whose computer has to start again; half a school day."""


class ConsentFrom(StrEnum):
    """Who says what may be recorded of a student."""

    STUDENT = "student"
    """They themselves, within what a guardian has said."""
    GUARDIAN = "guardian"
    """A guardian, by a link; the student can only take it back."""


@dataclass(frozen=True, slots=True)
class CenterSettings:
    """A new field needs a default: what was stored before is read with it."""

    tutor_text: bool = True
    """Tutor and student may write to each other in the student's lane."""
    open_table: bool = False
    """What new sessions begin with, unless whoever plans one says otherwise."""
    auto_record: bool = True
    """New sessions are recorded from their beginning, of those who agreed to it."""
    students_replay: bool = False
    """Students may see sessions again: each of them their own lane."""
    end_after_minutes: int = 15
    """How long after its planned end a session goes on without a tutor; then it ends by itself."""
    consent_from: ConsentFrom = ConsentFrom.STUDENT
