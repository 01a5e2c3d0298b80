"""Everything that is kept of one person, gathered file by file for an export: one session at a time is in memory.

Of a student: record, sessions with attendance and work, board, notes about them, and what the center's record says of
them. Of staff: record, which sessions they conducted or looked into, and the record; what their students
did is not theirs.
"""

import json
from collections.abc import AsyncIterator
from functools import partial

from deskside.domain.boards.scene import BoardId, visible
from deskside.domain.ids import CenterId, Seq, UserId
from deskside.domain.people import Role
from deskside.ports.audit import AuditLine, AuditQuery
from deskside.ports.boards import Place, Revision
from deskside.ports.rights import Involved
from deskside.ports.storage import User
from deskside.services.boards.packing import rebuild
from deskside.services.outside import Outside
from deskside.services.rights import page
from deskside.services.rights.archive import File
from deskside.services.rights.own import SECTIONS, Line, OwnSession, own_session

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class Collected:
    """Gathers; changes nothing."""

    def __init__(self, outside: Outside, center_id: CenterId, person_id: UserId) -> None:
        self._outside = outside
        self._center_id = center_id
        self._person_id = person_id

    async def files(self) -> AsyncIterator[File]:
        """The files of the archive; the page comes last."""
        storage = self._outside.storage
        async with storage.reading() as unit:
            user = await unit.accounts.user(self._center_id, self._person_id)
            assert user is not None  # records stay, if only with an id
            staff = user.role is not Role.STUDENT
            involved = await unit.rights.sessions_of(self._center_id, self._person_id, staff=staff)
            notes = await unit.history.notes(self._center_id, self._person_id)
        profile = _profile(user)
        written: list[Line] = [{"at": x.updated_at, "by": x.author_name, "text": x.text} for x in notes]
        record = await self._record()
        kept = {"profile": [profile], "notes": written, "record": record}
        shown = [page.said("Times are in UTC. · Zeiten in UTC."), *(page.table(x, y) for x, y in kept.items())]
        for name, lines in kept.items():
            yield f"{name}.json", _json(lines)
        for number, each in enumerate(involved, 1):
            own = await self._session(each)
            yield f"sessions/{number:04}.json", _json(own.shown())
            shown += _shown(own)
            async for file in self._board(each, number):
                shown.append(page.said(file[0]))
                yield file
        yield "index.html", page.page_of(user.name, shown)

    async def _session(self, each: Involved) -> OwnSession:
        async with self._outside.storage.reading() as unit:
            session = await unit.sessions.load(self._center_id, each.session_id)
            log = await unit.sessions.events_after(each.session_id, Seq(0))
            stays = await unit.sessions.attendances(each.session_id)
        assert session is not None  # sessions stay
        return own_session(session, log, stays, self._person_id)

    async def _board(self, each: Involved, number: int) -> AsyncIterator[File]:
        """What is on their own board now, and the pictures on it."""
        place = Place(self._center_id, each.session_id, BoardId(self._person_id))
        async with self._outside.storage.reading() as unit:
            newest = await unit.boards.newest(place)
            found = [await unit.boards.picture(place, x) for x in await unit.boards.picture_ids(place)]
        if newest:
            yield f"boards/{number:04}.json", await self._outside.elsewhere(partial(_strokes, newest))
        for at, picture in enumerate((x for x in found if x is not None), 1):
            yield f"boards/{number:04}-{at:02}.{_ENDINGS.get(picture.media_type, 'bin')}", picture.content

    async def _record(self) -> list[Line]:
        """What the record says of them. Others are not named: whoever acted was of the staff, or a machine."""
        found: list[Line] = []
        before: int | None = None
        while True:
            async with self._outside.storage.reading() as unit:
                query = AuditQuery(person_id=self._person_id, before=before)
                lines = await unit.audit.search(self._center_id, query)
            if not lines:
                return found
            found += [self._told(x) for x in lines]
            before = lines[-1].number

    def _told(self, line: AuditLine) -> Line:
        by = "you" if line.actor_id == self._person_id else "staff"
        return {"at": line.at, "act": line.act.value, "by": by, "session": line.session_title, "detail": line.detail}


def _profile(user: User) -> Line:
    return {
        "id": user.id,
        "name": user.name,
        "role": user.role.value,
        "email": user.email,
        "grade": user.grade_level,
        "course": user.course_level,
        "disabled": user.disabled,
    }


def _shown(own: OwnSession) -> list[str]:
    start, end = own.planned
    head: Line = {"planned_start": start, "planned_end": end, "tutor": own.tutor, "status": own.status}
    sections = [page.table(x, own.told[x]) for x in SECTIONS]
    return [page.heading(own.title), page.table("", [head]), page.table("attendance", list(own.attendance)), *sections]


def _strokes(newest: tuple[Revision, ...]) -> bytes:
    return _json([dict(x.body) for x in visible(rebuild(newest).scene)])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
