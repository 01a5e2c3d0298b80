"""What of one person is in one session, and how it goes: within a transaction of the caller."""

from collections.abc import Mapping
from dataclasses import replace

from deskside.domain import events as ev
from deskside.domain.boards.scene import TABLE, BoardId
from deskside.domain.erasing import erased_event, erased_session
from deskside.domain.events import Recorded
from deskside.domain.ids import Millis, Seq, UserId
from deskside.domain.recording.files import FileStatus, derived
from deskside.ports.boards import Place
from deskside.ports.storage import UnitOfWork
from deskside.services.recording.transcribing import remove_transcript
from deskside.services.turns import Ref


async def forget_in_session(unit: UnitOfWork, ref: Ref, person_id: UserId, now: Millis) -> Mapping[str, int]:
    """Log and state without their name and words, their board, and what was recorded of them. How much of what; all
    zero the second time.

    Nobody is written down beside a stroke on the board of an open table, so where this person may have drawn on it, all
    of that board goes.
    """
    center_id, session_id = ref.center_id, ref.session_id
    session = await unit.sessions.load(center_id, session_id)
    if session is None:
        return {}
    recorded = await unit.sessions.events_after(session_id, Seq(0))
    changed = tuple(_without(x, person_id) for x in recorded if erased_event(x.event, person_id) != x.event)
    after = erased_session(session, person_id)
    if changed or after != session:
        await unit.rights.rewrite(after, changed)
    places = [Place(center_id, session_id, BoardId(person_id))]
    if _was_at_a_table(recorded, person_id):
        places.append(Place(center_id, session_id, TABLE))
    counts = {"events": len(changed), "tracks": await _shred_tracks(unit, ref, person_id, now)}
    counts["transcripts"] = await _remove_transcripts(unit, ref, person_id, now)
    counts["recordings"] = await _delete_files(unit, ref, (person_id, session.tutor.user_id), now)
    for place, name in zip(places, ("boards", "table_boards"), strict=False):
        revisions, pictures = await _forget_board(unit, place)
        counts |= {name: int(revisions + pictures > 0)}
        counts["board_revisions"] = counts.get("board_revisions", 0) + revisions
        counts["pictures"] = counts.get("pictures", 0) + pictures
    return counts


async def _shred_tracks(unit: UnitOfWork, ref: Ref, person_id: UserId, now: Millis) -> int:
    """How many segments of tracks can be opened no more."""
    segments = await unit.segments.of_session(ref.center_id, ref.session_id)
    theirs = [x.file_id for x in segments if x.person_id == person_id]
    keys = [x for x in theirs if await unit.vault.file(ref.center_id, x) is not None]
    if keys:
        await unit.vault.shred(ref.center_id, tuple(keys), now)
    return len(keys)


async def _delete_files(unit: UnitOfWork, ref: Ref, who: tuple[UserId, UserId], now: Millis) -> int:
    """How many files of this person (the first; the second is the tutor) and with this person in them can be read no
    more, held ones too. Of others nothing goes but films in which everybody is."""
    person_id, tutor_id = who
    rows = await unit.recordings.of_session(ref.center_id, ref.session_id)
    theirs = [x for x in rows if x.person_id == person_id]
    gone = {x.id: x for file in theirs for x in (file, *derived(file, rows, tutor_id))}
    left = [x for x in gone.values() if x.status is not FileStatus.DELETED]
    keys = [x for row in left for x in (row.file_id, row.parts_id) if x is not None]
    await unit.vault.shred(ref.center_id, tuple(keys), now)
    for row in left:
        deleted = replace(row, status=FileStatus.DELETED, held=False, deleted_at=now, parts_id=None, reason="")
        await unit.recordings.put(deleted)
        await remove_transcript(unit, ref.center_id, row.id, now)
    if left and not any(x.there for x in rows if x.id not in gone):
        await unit.recordings.note_session(ref.center_id, ref.session_id, "", rows[0].started_at)
    return len(left)


async def _remove_transcripts(unit: UnitOfWork, ref: Ref, person_id: UserId, now: Millis) -> int:
    """Of how many recordings nothing that they said can be read any more, in any version."""
    rows = await unit.transcripts.of_person(ref.center_id, person_id)
    recordings = dict.fromkeys(x.recording_id for x in rows if x.session_id == ref.session_id)
    for recording_id in recordings:
        await remove_transcript(unit, ref.center_id, recording_id, now)
    return len(recordings)


def _without(recorded: Recorded, person_id: UserId) -> Recorded:
    return replace(recorded, event=erased_event(recorded.event, person_id))


def _was_at_a_table(recorded: tuple[Recorded, ...], person_id: UserId) -> bool:
    """Whether there was an open table in a session in which they had a lane."""
    events = [x.event for x in recorded]
    lane = any(isinstance(x, ev.StudentEnrolled) and x.student_id == person_id for x in events)
    return lane and any(isinstance(x, ev.OpenTableChanged | ev.TableBoardRevised) for x in events)


async def _forget_board(unit: UnitOfWork, place: Place) -> tuple[int, int]:
    """How many revisions and pictures went."""
    revisions = tuple(x.number for x in await unit.boards.stored(place))
    pictures = await unit.boards.picture_ids(place)
    if revisions:
        await unit.boards.remove_revisions(place, revisions)
    if pictures:
        await unit.boards.remove_pictures(place, pictures)
    return len(revisions), len(pictures)
