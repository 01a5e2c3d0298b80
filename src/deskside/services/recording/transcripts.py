"""Transcripts for whoever may have them: read, corrected, searched. Every look is on record.

For the session's tutor and the admins of its center. To everybody else there is none.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from deskside.domain.access import Actor, Right, require, require_staff
from deskside.domain.audit import AuditAct
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.domain.ids import CenterId, SessionId, UserId
from deskside.domain.people import Part, Role
from deskside.domain.recording import spoken
from deskside.domain.recording.transcript_files import packed, unpacked
from deskside.domain.recording.transcripts import (
    Correction,
    Line,
    Transcript,
    conversation,
    corrected,
    folded,
    says,
    to_be_cut,
)
from deskside.domain.session import Session, people
from deskside.ports.audit import AuditRow
from deskside.ports.sealing import FileKey
from deskside.ports.storage import UnitOfWork
from deskside.ports.transcripts import Place, TranscriptRow
from deskside.services.door import Door, Ref
from deskside.services.keyring import Keyring, again
from deskside.services.outside import Outside
from deskside.services.recording.transcribing import in_parts
from deskside.services.vault import VaultService

SEARCHED, HITS, HITS_EACH = 60, 50, 10
"""Transcripts that one search opens, lines that it answers with, and of each transcript: the rest follows when it is
asked for. To open one takes some ten milliseconds."""
SHORTEST, LONGEST = 2, 200
"""Characters that can be searched for."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said in one recording, in its newest version."""

    row: TranscriptRow
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said in a session: track by track, and who the people are."""

    title: str
    said: tuple[Said, ...]
    names: Mapping[UserId, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that was found, by its number."""

    row: TranscriptRow
    title: str
    name: str
    number: int
    line: Line


@dataclass(frozen=True, slots=True)
class Found:
    """The newest first. `behind`: from where to search on; None: that was all."""

    hits: tuple[Hit, ...]
    behind: Place | None


class TranscriptService:
    """Reads what `Transcribing` wrote, and keeps corrections as further versions."""

    def __init__(self, outside: Outside, door: Door, keyring: Keyring, vault: VaultService) -> None:
        self._outside = outside
        self._door = door
        self._keyring = keyring
        self._vault = vault
        self._correcting = asyncio.Lock()

    async def of_session(self, actor: Actor, session_id: SessionId, how: str = "read") -> Conversation:
        """All that was said, as it is known by now. `how`: for the record. Raises NotFound."""
        session = await self._session(actor, session_id)
        async with self._outside.storage.reading() as unit:
            rows = await unit.transcripts.of_session(actor.center_id, session_id)
            names = await _names(unit, session, rows)
        said = [Said(row, found) for row in rows if (found := await self._read(row)) is not None]
        if said:
            await self._note_read(actor, how, session_id)
        return Conversation(session.title, tuple(said), names)

    async def lines(self, center_id: CenterId, session_id: SessionId) -> tuple[spoken.Line, ...]:
        """What a replay shows of it, of everybody: whoever shows it cuts it for whom it is shown to, and notes that."""
        async with self._outside.storage.reading() as unit:
            rows = await unit.transcripts.of_session(center_id, session_id)
        found = [transcript for row in rows if (transcript := await self._read(row)) is not None]
        return to_be_cut(conversation(found))

    async def correct(
        self, actor: Actor, row: tuple[SessionId, str], based_on: int, corrections: tuple[Correction, ...]
    ) -> int:
        """Put these lines right in the transcript of a session's recording; `based_on`: the version that was read. The
        version that holds them now. Raises NotFound, Invalid, and Conflict if somebody else was faster."""
        session_id, recording_id = row
        await self._session(actor, session_id)
        async with self._correcting:
            async with self._outside.storage.reading() as unit:
                rows = await unit.transcripts.of_session(actor.center_id, session_id)
            newest = next((x for x in rows if x.recording_id == recording_id), None)
            before = None if newest is None else await self._read(newest)
            if newest is None or before is None:
                raise NotFound("There is no such transcript. It may have been deleted with its recording.")
            if newest.version != based_on:
                raise Conflict("Somebody else corrected this transcript meanwhile. Load it again, then correct it.")
            after = corrected(before, corrections)
            return newest.version if after == before else await self._keep(actor, newest, after)

    async def search(self, actor: Actor, wanted: str, before: Place | None = None) -> Found:
        """Lines that hold this text, in what the actor may read: a tutor in their own sessions, an admin in those of
        the center. `before`: on from there. Raises Invalid, Forbidden."""
        require_staff(actor)
        if not SHORTEST <= len(folded(wanted)) <= LONGEST:
            raise Invalid(f"Search for {SHORTEST} to {LONGEST} characters.")
        tutor_id = None if actor.role is Role.CENTER_ADMIN else actor.user_id
        async with self._outside.storage.reading() as unit:
            rows = await unit.transcripts.page(actor.center_id, tutor_id, before, SEARCHED + 1)
        hits: list[Hit] = []
        looked_at = 0
        while looked_at < min(len(rows), SEARCHED) and len(hits) <= HITS - HITS_EACH:
            hits += await self._hits(rows[looked_at], wanted)
            looked_at += 1
        for session_id in dict.fromkeys(x.row.session_id for x in hits):
            await self._note_read(actor, "search", session_id)
        last = rows[looked_at - 1] if looked_at < len(rows) else None  # where nothing is left, that was all
        return Found(tuple(hits), None if last is None else Place(last.recorded_at, last.recording_id))

    async def _hits(self, row: TranscriptRow, wanted: str) -> list[Hit]:
        transcript = await self._read(row)
        if transcript is None:
            return []
        matching = partial(_matching, transcript, wanted)
        found = await self._outside.elsewhere(matching)
        if not found:
            return []
        async with self._outside.storage.reading() as unit:
            session = await unit.sessions.load(row.center_id, row.session_id)
            names = {} if session is None else await _names(unit, session, (row,))
        title = "" if session is None else session.title
        return [Hit(row, title, names.get(row.person_id, ""), number, line) for number, line in found]

    async def _session(self, actor: Actor, session_id: SessionId) -> Session:
        session = await self._door.read(Ref(actor.center_id, session_id))
        if require(actor, Right.READ, session) is Part.STUDENT:
            raise NotFound("There is no such transcript. Only the session's tutor and admins of the center have one.")
        return session

    async def _read(self, row: TranscriptRow) -> Transcript | None:
        """None: it was deleted meanwhile."""
        try:
            opened = await self._vault.open(row.center_id, row.file_id)
        except NotFound:
            return None
        content = b"".join([part async for part in opened.read()])
        return await self._outside.elsewhere(partial(unpacked, content))

    async def _keep(self, actor: Actor, newest: TranscriptRow, after: Transcript) -> int:
        """Raises NotFound if it was deleted meanwhile."""
        key, row = await again(partial(self._begin, actor, newest))
        await self._vault.write(row.center_id, key, in_parts(packed(after)))
        now = self._outside.clock.now()
        async with self._outside.storage.transaction() as unit:
            if not await unit.transcripts.finish(row.center_id, row.recording_id, row.version, now):
                raise NotFound("This transcript was deleted meanwhile.")
            of = (AuditAct.TRANSCRIPT_CORRECTED, row.person_id, row.session_id, f"version {row.version}")
            await unit.audit.add(AuditRow(row.center_id, now, actor.user_id, *of))
        return row.version

    async def _begin(self, actor: Actor, newest: TranscriptRow) -> tuple[FileKey, TranscriptRow]:
        key, file = await self._keyring.new_file(newest.center_id)
        async with self._outside.storage.transaction() as unit:
            there = await unit.transcripts.versions(newest.center_id, newest.recording_id)
            if not there:
                raise NotFound("This transcript was deleted meanwhile.")
            await unit.vault.add(file)
            of = (newest.center_id, newest.session_id, newest.person_id)
            version = there[-1].version + 1
            row = TranscriptRow(
                newest.recording_id, version, *of, key.file_id, newest.recorded_at, maker_id=actor.user_id
            )
            await unit.transcripts.add(row)
        return key, row

    async def _note_read(self, actor: Actor, how: str, session_id: SessionId) -> None:
        now, read = self._outside.clock.now(), AuditAct.TRANSCRIPT_READ
        async with self._outside.storage.transaction() as unit:
            await unit.audit.add(AuditRow(actor.center_id, now, actor.user_id, read, None, session_id, how))


def _matching(transcript: Transcript, wanted: str) -> list[tuple[int, Line]]:
    return [(number, x) for number, x in enumerate(transcript.lines) if says(x, wanted)][:HITS_EACH]


async def _names(unit: UnitOfWork, session: Session, rows: tuple[TranscriptRow, ...]) -> dict[UserId, str]:
    """Of whoever speaks, also of those who have left the session since."""
    names = {x.user_id: x.name for x in people(session)}
    for person_id in {x.person_id for x in rows} - names.keys():
        user = await unit.accounts.user(session.center_id, person_id)
        names[person_id] = "" if user is None else user.name
    return names
