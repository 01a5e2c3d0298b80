"""The field's small vocabularies: lane modes, address all, urgency of help, why somebody left."""

from enum import StrEnum


class LaneMode(StrEnum):
    """TEACH: the tutor instructs this student, who hears them. OBSERVE: the student works alone."""

    TEACH = "TEACH"
    OBSERVE = "OBSERVE"


class AddressAll(StrEnum):
    """Whether the tutor speaks to every lane: not, while a key is held, or until it is switched off."""

    OFF = "off"
    HOLD = "hold"
    LATCH = "latch"


class Urgency(StrEnum):
    """How urgent a call for help is, in the student's own eyes."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class LeaveReason(StrEnum):
    """Why somebody is no longer there."""

    LEFT = "left"
    LOST = "lost"
    REMOVED = "removed"
    SESSION_OVER = "session_over"


class SignFault(StrEnum):
    """Why a student's page cannot vouch for its sign: other words stand there, or nobody could see it."""

    REWRITTEN = "rewritten"
    HIDDEN = "hidden"


class StopReason(StrEnum):
    """Why recording stopped."""

    TUTOR = "tutor"
    """Whoever conducts or manages the session pressed it."""
    ENDED = "ended"
    """The session is over."""
    FULL = "full"
    """There is no room on the disk."""
    FAILED = "failed"


class HelpOutcome(StrEnum):
    """How a call for help ended."""

    RESPONDED = "responded"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    SESSION_OVER = "session_over"
