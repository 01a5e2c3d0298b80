"""Switching recording on and off. What is written follows the routing table; nothing is copied from here."""

from deskside.domain import events as ev
from deskside.domain.access import Actor, Right
from deskside.domain.errors import Conflict
from deskside.domain.ids import RecordingId, Seq, SessionId
from deskside.domain.modes import StopReason
from deskside.domain.recording.life import start_recording, stop_recording
from deskside.domain.session import Session
from deskside.services.door import By, Door
from deskside.services.outside import Outside
from deskside.services.routing import Router


class RecordingService:
    """For a session's tutor and the admins of its center."""

    def __init__(self, outside: Outside, door: Door, router: Router) -> None:
        self._outside = outside
        self._door = door
        self._router = router

    async def start(self, actor: Actor, session_id: SessionId) -> Seq:
        """From now on what people agreed to is written. Already on: nothing happens. Raises Conflict for a session that
        is not live, and where nothing can be recorded."""
        recording_id = RecordingId(self._outside.secrets.new_id())

        def begin(session: Session) -> ev.Events:
            if not self._outside.engine.records:
                raise Conflict("What carries this session cannot record. Ask whoever runs Deskside about recording.")
            return start_recording(session, recording_id)

        return (await self._door.act(By(actor, Right.MANAGE), session_id, begin)).seq

    async def stop(self, actor: Actor, session_id: SessionId) -> Seq:
        """Acknowledged once nothing is written any more. Raises EngineUnavailable while that is not certain."""
        session = await self._door.act(
            By(actor, Right.MANAGE), session_id, lambda session: stop_recording(session, StopReason.TUTOR)
        )
        await self._router.settled(session_id, session.seq)
        return session.seq
