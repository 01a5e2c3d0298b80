"""What a center has decided for all of its sessions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CenterSettings:
    """A new field needs a default: what was stored before is read with it."""

    tutor_text: bool = True
    """Tutor and student may write to each other in the student's lane."""
    open_table: bool = False
    """What new sessions begin with, unless whoever plans one says otherwise."""
