"""Which files a session's recording is made into: one a person, one a screen, and of the tutor what each student was
allowed to hear and see. Pure but for the names, which are the same again whenever they are asked for."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deskside.domain.ids import SessionId, UserId
from deskside.domain.recording.files import FileKind
from deskside.domain.recording.heard import Edge, all_spans
from deskside.domain.recording.story import Span, Story
from deskside.domain.tracks import TrackKind
from deskside.ports.remuxing import Spans
from deskside.ports.segments import Segment, Zero


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """`id` of its row; `person`: whose it is, or for whom. `cut` None: all of it."""

    id: str
    kind: FileKind
    person: UserId
    pictures: tuple[Segment, ...]
    sounds: tuple[Segment, ...]
    sounding: bool
    cut: Spans | None = None


def file_name(session_id: SessionId, kind: FileKind, person: UserId) -> str:
    """The id of a file's row. It says nothing about anybody."""
    return hashlib.sha256(f"{session_id}/{kind}/{person}".encode()).hexdigest()[:32]


def own_files(session_id: SessionId, segments: Iterable[Segment]) -> tuple[PlannedFile, ...]:
    """One a person and one a screen, of those of whom something was recorded."""
    return _files(session_id, tuple(segments), (FileKind.PERSON, FileKind.SCREEN))


def cut_files(story: Story, segments: Iterable[Segment], zero: Zero) -> tuple[PlannedFile, ...]:
    """For each student what the tutor said and showed to them, of those to whom they did."""
    session, edges, found = story.now, all_spans(story), list[PlannedFile]()
    tutor, students = session.tutor.user_id, {x.person.user_id for x in session.lanes}
    kinds = (FileKind.TO_STUDENT, FileKind.TO_STUDENT_SCREEN)
    for of in _files(session.id, tuple(x for x in segments if x.person_id == tutor), kinds):
        for student in sorted({target for source, target, _ in edges if source == tutor and target in students}):
            picture = TrackKind.VIDEO if of.kind is FileKind.TO_STUDENT else TrackKind.SCREEN
            shown = _counted(edges, (tutor, student, picture), zero)
            heard = _counted(edges, (tutor, student, TrackKind.AUDIO), zero) if of.sounding else ()
            if shown or heard:
                name = file_name(session.id, of.kind, student)
                found.append(
                    PlannedFile(name, of.kind, student, of.pictures, of.sounds, of.sounding, Spans(shown, heard))
                )
    return tuple(found)


def _files(
    session_id: SessionId, segments: tuple[Segment, ...], kinds: tuple[FileKind, FileKind]
) -> tuple[PlannedFile, ...]:
    """Of each person the first kind, of camera and microphone, and the second, of the screen."""
    found: list[PlannedFile] = []
    for person in sorted({x.person_id for x in segments}):
        by_kind = {kind: tuple(x for x in segments if (x.person_id, x.kind) == (person, kind)) for kind in TrackKind}
        pictures, sounds = by_kind[TrackKind.VIDEO], by_kind[TrackKind.AUDIO]
        if pictures or sounds:
            name = file_name(session_id, kinds[0], person)
            found.append(PlannedFile(name, kinds[0], person, pictures, sounds, sounding=True))
        if screen := by_kind[TrackKind.SCREEN]:
            name = file_name(session_id, kinds[1], person)
            found.append(PlannedFile(name, kinds[1], person, screen, (), sounding=False))
    return tuple(found)


def _counted(edges: Mapping[Edge, tuple[Span, ...]], edge: Edge, zero: Zero) -> tuple[tuple[int, int], ...]:
    counted = ((x.start * 1_000 - zero.wall_us, x.end * 1_000 - zero.wall_us) for x in edges.get(edge, ()))
    return tuple((max(0, start), end) for start, end in counted if end > 0)
