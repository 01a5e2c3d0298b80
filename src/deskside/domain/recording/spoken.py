"""What was said, as it was transcribed: whose words, and when. A student reads their own words, and of the tutor's
those that they could hear."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from deskside.domain.ids import Millis, UserId
from deskside.domain.people import Part
from deskside.domain.recording.story import Span
from deskside.domain.visibility import Viewer


@dataclass(frozen=True, slots=True)
class Word:
    """Instants count from the recording's zero."""

    start: Millis
    end: Millis
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of one person. Never without words."""

    person_id: UserId
    words: tuple[Word, ...]

    @property
    def start(self) -> Millis:
        """When the first word began."""
        return self.words[0].start


def lines_for(viewer: Viewer, lines: Iterable[Line], heard: Mapping[UserId, Sequence[Span]]) -> tuple[Line, ...]:
    """What this person reads, in the order of time. `heard`: when a student was allowed to hear whom, counted from zero
    too; a word of which a part lies outside is left out."""
    staff = viewer.part is not Part.STUDENT
    found = (
        each if staff or each.person_id == viewer.user_id else _within(each, heard.get(each.person_id, ()))
        for each in lines
    )
    return tuple(sorted((x for x in found if x is not None), key=lambda x: x.start))


def _within(line: Line, spans: Sequence[Span]) -> Line | None:
    words = tuple(x for x in line.words if any(s.start <= x.start and x.end <= s.end for s in spans))
    return replace(line, words=words) if words else None
