"""A session seen again: what somebody may see of it, with links to its files that are theirs alone.

Everything that a student may not have is left out here, before it is sent; the page hides nothing.
"""

from dataclasses import dataclass, replace
from functools import partial

from deskside.domain.access import Right, require
from deskside.domain.audit import AuditAct
from deskside.domain.boards.scene import BoardId
from deskside.domain.errors import NotFound
from deskside.domain.ids import Millis, Seq, SessionId, UserId
from deskside.domain.people import Part
from deskside.domain.recording.heard import all_spans
from deskside.domain.recording.missing import Why, missing
from deskside.domain.recording.playable import Playable, may_have
from deskside.domain.recording.replay import BoardAt, Replay, Window, replay_of
from deskside.domain.recording.spoken import Line, lines_for
from deskside.domain.recording.story import Span, Story
from deskside.domain.session import Session
from deskside.domain.tracks import TrackKind
from deskside.domain.visibility import Viewer
from deskside.ports.audit import AuditRow
from deskside.ports.boards import Place
from deskside.ports.replays import Material, Materials
from deskside.services.door import By, Door
from deskside.services.keyring import Keyring
from deskside.services.outside import Outside
from deskside.services.recording.replay_links import LASTS_MS, PURPOSE, Fault, Grant, link_for, read_link
from deskside.services.signed_in import Present
from deskside.services.vault import OpenedFile, VaultService

GONE = "There is nothing at this address. Check the link."
"""Of every link that does not work, whatever is wrong with it."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A file that can be played, with the link to it."""

    file: Playable
    link: str


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a page needs. `expires_at`: of the links."""

    session: Session
    viewer: Viewer
    window: Window
    replay: Replay
    lines: tuple[Line, ...]
    files: tuple[Linked, ...]
    missing: dict[UserId, Why]
    expires_at: Millis


@dataclass(frozen=True, slots=True)
class Played:
    """A file that is being read."""

    media_type: str
    content: OpenedFile


class ReplayService:
    """For the session's tutor, admins of the center, and its students, each their own lane, where the center allows."""

    def __init__(self, outside: Outside, door: Door, keyring: Keyring, stored: Materials) -> None:
        self._outside = outside
        self._door = door
        self._keyring = keyring
        self._vault = VaultService(outside, keyring)
        self._materials = outside.materials or stored

    async def allow(self, present: Present, session_id: SessionId) -> tuple[Session, Viewer]:
        """The session, and as whom this person sees it again. Raises NotFound also where the center does not allow its
        students to, Forbidden."""
        actor = present.actor
        by = By(actor, Right.READ)
        session = await self._door.read(by.ref(session_id))
        part = require(actor, by.act, session)
        if part is Part.STUDENT:
            async with self._outside.storage.reading() as unit:
                center = await unit.accounts.center(actor.center_id)
            if center is None or not center.settings.students_replay:
                raise NotFound("There is no replay of this session for you. Ask your center.")
        return session, Viewer(actor.user_id, part)

    async def see(self, present: Present, session_id: SessionId) -> Seen:
        """The replay. Of a session that is over it is on record that this person looked at it; whoever sees what has
        happened in a live one is in it."""
        session, viewer = await self.allow(present, session_id)
        if session.over:
            await self._note(present, AuditAct.RECORDING_VIEWED, session_id, "replay")
        async with self._outside.storage.reading() as unit:
            log = await unit.sessions.events_after(session_id, Seq(0))
        material = await self._materials.of_session(session.center_id, session_id)
        story = Story(session, tuple(x for x in log if x.seq <= session.seq))
        window = Window(material.zero or session.started_at or session.scheduled_start, self._outside.clock.now())
        files = tuple(x for x in material.files if may_have(viewer, x))
        seen = await self._outside.elsewhere(partial(_seen, story, viewer, window, replace(material, files=files)))
        boards = await self._stored(session, seen.replay.boards)
        expires_at = Millis(window.now + LASTS_MS)
        linked = await self._linked(present, session, files, expires_at)
        return replace(seen, replay=replace(seen.replay, boards=boards), files=linked, expires_at=expires_at)

    async def links(self, present: Present, session_id: SessionId) -> tuple[tuple[Linked, ...], Millis]:
        """New links for a page that goes on, and until when they are good."""
        session, viewer = await self.allow(present, session_id)
        material = await self._materials.of_session(session.center_id, session_id)
        files = tuple(x for x in material.files if may_have(viewer, x))
        expires_at = Millis(self._outside.clock.now() + LASTS_MS)
        return await self._linked(present, session, files, expires_at), expires_at

    async def play(self, present: Present, link: str) -> Played:
        """The file that a link leads to. Raises NotFound, always the same, for every link that does not work here and
        now; that somebody tried one that has the shape of a link is on record."""
        center_id = present.actor.center_id
        key = await self._keyring.derived(center_id, PURPOSE)
        grant = Fault.UNREADABLE if key is None else read_link(key, link, present, self._outside.clock.now())
        if isinstance(grant, Fault):
            if grant is not Fault.UNREADABLE:
                await self._note(present, AuditAct.RECORDING_REFUSED, None, grant.value)
            raise NotFound(GONE)
        try:
            file = await self._file(present, grant)
            assert file.file_id is not None
            return Played(file.media_type, await self._vault.open(center_id, file.file_id))
        except NotFound as gone:
            await self._note(present, AuditAct.RECORDING_REFUSED, grant.session_id, "not there any more")
            raise NotFound(GONE) from gone

    async def _file(self, present: Present, grant: Grant) -> Playable:
        """Whether they still may, and it is still there: rights may have ended since the link was made."""
        session, viewer = await self.allow(present, grant.session_id)
        material = await self._materials.of_session(session.center_id, session.id)
        for file in material.files:
            if file.id == grant.recording_id and file.plays and may_have(viewer, file):
                return file
        raise NotFound(GONE)

    async def _linked(
        self, present: Present, session: Session, files: tuple[Playable, ...], until: Millis
    ) -> tuple[Linked, ...]:
        ready = [x for x in files if x.plays]
        key = await self._keyring.derived(session.center_id, PURPOSE) if ready else None
        if key is None:
            return ()
        return tuple(Linked(x, link_for(key, Grant(session.id, x.id, until), present)) for x in ready)

    async def _stored(self, session: Session, boards: tuple[BoardAt, ...]) -> tuple[BoardAt, ...]:
        """Those revisions that are still there: what has no room is thinned out."""
        async with self._outside.storage.reading() as unit:
            there = {
                (lane, x.number)
                for lane in {x.lane for x in boards}
                for x in await unit.boards.stored(Place(session.center_id, session.id, BoardId(lane)))
            }
        return tuple(x for x in boards if (x.lane, x.number) in there)

    async def _note(self, present: Present, act: AuditAct, session_id: SessionId | None, detail: str) -> None:
        actor = present.actor
        row = AuditRow(actor.center_id, self._outside.clock.now(), actor.user_id, act, None, session_id, detail)
        async with self._outside.storage.transaction() as unit:
            await unit.audit.add(row)


def _seen(story: Story, viewer: Viewer, window: Window, material: Material) -> Seen:
    replay = replay_of(story, viewer, window)
    edges = all_spans(story)
    seated = {x.user_id for x in replay.people}  # at an open table others were heard, too
    heard = {
        source: [Span(Millis(x.start - window.zero), Millis(x.end - window.zero)) for x in spans]
        for (source, target, kind), spans in edges.items()
        if target == viewer.user_id and kind is TrackKind.AUDIO and source in seated
    }
    absent = missing(story, viewer, replay.people, material.files, edges)
    lines = lines_for(viewer, material.lines, heard)
    return Seen(story.now, viewer, window, replay, lines, (), absent, window.now)
