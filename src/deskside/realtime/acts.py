"""Every act goes through here: limits, errors to codes, one line of log."""

import re

import structlog

from deskside.domain.ids import ActId
from deskside.realtime import consent, refusals, sessions, signalling, talk, work
from deskside.realtime.act import Act
from deskside.realtime.boards import acts as boards
from deskside.realtime.connections import Connection
from deskside.services.once import Asked
from deskside.services.suite import Services
from deskside.wire.messages import Ack, Done, Refused

ACTS: dict[str, Act] = sessions.ACTS | consent.ACTS | talk.ACTS | work.ACTS | signalling.ACTS | boards.ACTS
"""Every act of the protocol by name."""

_QUIET = frozenset({"heartbeat", "page-drawn", "media:tiles", "media:decodes", "media:refresh"}) | frozenset(
    {"canvas-update", "board-watch", "board-picture"}
)
"""Acts that come by the clock; they are logged for debugging only."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_log = structlog.get_logger()


async def perform(
    services: Services, page: Connection, name: object, fields: object, act_id: object = None
) -> Ack | Refused:
    """Do what a page asks, or say why not; with the same `act_id` again (None: it has none) it is done once. Never
    raises; a page that does not stop is closed."""
    started = services.outside.clock.now()
    answer = await _answer(services, page, name, (fields, act_id))
    known = isinstance(name, str) and name in ACTS
    tell = _log.debug if known and name in _QUIET and answer.ok else _log.info
    tell(
        "act",
        session=page.seat.session_id,
        actor=page.seat.user_id,
        act=name if known else "unknown",
        seq=answer.seq if isinstance(answer, Done) else None,
        code=None if isinstance(answer, Ack) else answer.code,
        ms=services.outside.clock.now() - started,
    )
    return answer


async def _answer(services: Services, page: Connection, name: object, sent: tuple[object, object]) -> Ack | Refused:
    if page.closed_code is not None:
        closed = refusals.closed(page.closed_code)
        return Refused(code=closed.code, message=closed.message)
    act = ACTS.get(name) if isinstance(name, str) else None
    if not page.budget.allows(str(name) if act else "", services.outside.clock.now()):
        return _count(services, page, refusals.RATE_LIMITED)
    if act is None:
        return _count(services, page, refusals.UNKNOWN_ACT)
    fields, act_id = sent
    if act_id is not None and not (isinstance(act_id, str) and _ID.fullmatch(act_id)):
        return _count(services, page, refusals.NO_ACT_ID)
    asked = Asked(None if act_id is None else ActId(act_id))
    return await page.acts.do(str(name), asked, lambda: _done(services, page, str(name), fields))


async def _done(services: Services, page: Connection, name: str, fields: object) -> Ack | Refused:
    try:
        return await ACTS[name](services, page, fields)
    except Exception as error:  # noqa: BLE001  the edge: whatever goes wrong here is this page's alone
        expected = refusals.refusal(error)
        if expected is None:
            _log.exception("act_failed", session=page.seat.session_id, actor=page.seat.user_id, act=name)
            return refusals.INTERNAL
        return _count(services, page, expected) if expected.code == "invalid" else expected


def _count(services: Services, page: Connection, answer: Refused) -> Refused:
    """Nonsense is forgiven for a while."""
    if not page.budget.forgives(services.outside.clock.now()):
        page.close("rate_limited")
    return answer
