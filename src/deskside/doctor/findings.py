"""What the doctor says: one line for each thing looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: a note is worth knowing, a problem keeps a session from being held."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `mend` is empty where nothing has to be done."""

    level: Level
    about: str
    detail: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<8} {self.about:<12} {self.detail}" + (f" -> {self.mend}" if self.mend else "")
