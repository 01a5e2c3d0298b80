"""Acts on a session, as the socket takes them: each parses, calls one service, acknowledges."""

from dataclasses import replace

from deskside.domain.events import TracksChanged
from deskside.domain.ids import Millis, UserId
from deskside.realtime.act import Act, parsed
from deskside.realtime.connections import Connection
from deskside.services.lanes import HelpCall
from deskside.services.suite import Services
from deskside.wire import commands as cmd
from deskside.wire.messages import Beat, CaughtUp, Done, Envelope

RELAYS_EVERY_MS = Millis(240_000)
"""Credentials of relays last ten minutes or longer: a connection that is made now has six of them left at least."""


async def join_session(services: Services, page: Connection, fields: cmd.JoinSession) -> Done:
    """Enter the room."""
    seat = page.seat
    tracks = _tracks(seat.user_id, fields.tracks) if fields.tracks else None
    return Done(seq=await services.attendance.join(seat.actor, seat.session_id, seat.page, fields.audience, tracks))


async def leave_session(services: Services, page: Connection, fields: cmd.LeaveSession) -> Done:
    """Leave the room for good."""
    seat = page.seat
    return Done(seq=await services.attendance.leave(seat.actor, seat.session_id, seat.page))


async def show_sign(services: Services, page: Connection, fields: cmd.ShowSign) -> Done:
    """The page confirms its sign."""
    seat = page.seat
    return Done(seq=await services.attendance.show_sign(seat.actor, seat.session_id, seat.page, fields.audience))


async def prove(services: Services, page: Connection, fields: cmd.ProvePage) -> Done:
    """The page's screen is drawn, and what a student's sign shows on it."""
    seat = page.seat
    seq = await services.proofs.prove(seat.actor, seat.session_id, seat.page, fields.audience, fields.fault)
    return Done(seq=seq)


async def heartbeat(services: Services, page: Connection, fields: cmd.Heartbeat) -> Beat:
    """The page lives; its grant is renewed when half of it is over, its relays every few minutes."""
    seat = page.seat
    seq = await services.attendance.heartbeat(seat.actor, seat.session_id, seat.page, active=fields.active)
    renewal = await services.attendance.renew(seat.actor, page.grant)
    now = services.outside.clock.now()
    relays = None
    if now - page.relays_at >= RELAYS_EVERY_MS:
        page.relays_at, relays = now, await services.attendance.relays(seat.actor, seat.session_id) or None
    if renewal is None:
        return Beat(seq=seq, now=now, ice_servers=relays)
    page.grant = replace(page.grant, expires_at=renewal.expires_at)
    return Beat(seq=seq, now=now, token=renewal.token, expires_at=renewal.expires_at, ice_servers=relays)


async def set_tracks(services: Services, page: Connection, fields: cmd.SetTracks) -> Done:
    """What the page sends."""
    seat = page.seat
    tracks = _tracks(seat.user_id, fields)
    return Done(seq=await services.attendance.set_tracks(seat.actor, seat.session_id, seat.page, tracks))


async def ask_help(services: Services, page: Connection, fields: cmd.AskHelp) -> Done:
    """Call the tutor."""
    call = HelpCall(fields.help_id, fields.urgency, fields.text, fields.item_id)
    return Done(seq=await services.lanes.ask_help(page.seat.actor, page.seat.session_id, call))


async def withdraw_help(services: Services, page: Connection, fields: cmd.WithdrawHelp) -> Done:
    """Take the call back."""
    return Done(seq=await services.lanes.withdraw_help(page.seat.actor, page.seat.session_id, fields.help_id))


async def respond_to_help(services: Services, page: Connection, fields: cmd.RespondToHelp) -> Done:
    """Answer a call."""
    seat = page.seat
    seq = await services.lanes.respond_to_help(seat.actor, seat.session_id, fields.student_id, fields.help_id)
    return Done(seq=seq)


async def postpone_help(services: Services, page: Connection, fields: cmd.PostponeHelp) -> Done:
    """Put a call off."""
    seat = page.seat
    return Done(seq=await services.lanes.postpone_help(seat.actor, seat.session_id, fields.student_id, fields.help_id))


async def dismiss_help(services: Services, page: Connection, fields: cmd.DismissHelp) -> Done:
    """Put a call aside."""
    call = (fields.student_id, fields.help_id)
    return Done(seq=await services.lanes.dismiss_help(page.seat.actor, page.seat.session_id, call, fields.word))


async def set_lane_mode(services: Services, page: Connection, fields: cmd.SetLaneMode) -> Done:
    """TEACH or OBSERVE."""
    seat = page.seat
    return Done(seq=await services.lanes.set_lane_mode(seat.actor, seat.session_id, fields.student_id, fields.mode))


async def deafen(services: Services, page: Connection, fields: cmd.Deafen) -> Done:
    """Take all sound to a lane, or give it back."""
    seat, deafened = page.seat, fields.deafened
    return Done(seq=await services.lanes.deafen(seat.actor, seat.session_id, fields.student_id, deafened=deafened))


async def address_all(services: Services, page: Connection, fields: cmd.AddressEverybody) -> Done:
    """Speak to every lane, or no longer."""
    return Done(seq=await services.lanes.address_all(page.seat.actor, page.seat.session_id, fields.kind))


async def show_screen_to(services: Services, page: Connection, fields: cmd.ShowScreenTo) -> Done:
    """Who sees the tutor's screen."""
    return Done(seq=await services.lanes.show_screen_to(page.seat.actor, page.seat.session_id, to_all=fields.to_all))


async def set_progress(services: Services, page: Connection, fields: cmd.SetProgress) -> Done:
    """Progress of a lane's exercise."""
    seat = page.seat
    return Done(seq=await services.lanes.set_progress(seat.actor, seat.session_id, fields.student_id, fields.percent))


async def catch_up(services: Services, page: Connection, fields: cmd.CatchUp) -> CaughtUp:
    """What the page missed."""
    seat = page.seat
    missed = await services.sessions.catch_up(seat.actor, seat.session_id, fields.seq)
    envelopes = tuple(Envelope.of(seat.session_id, x) for x in missed.envelopes) if missed.view is None else None
    return CaughtUp(seq=missed.seq, view=missed.view, envelopes=envelopes)


def _tracks(who: UserId, fields: cmd.SetTracks) -> TracksChanged:
    return TracksChanged(who, fields.mic, fields.camera, fields.screen, fields.camera and fields.camera_paused)


ACTS: dict[str, Act] = {
    "join-session": parsed(cmd.JoinSession, join_session),
    "leave-session": parsed(cmd.LeaveSession, leave_session),
    "sign-shown": parsed(cmd.ShowSign, show_sign),
    "page-drawn": parsed(cmd.ProvePage, prove),
    "heartbeat": parsed(cmd.Heartbeat, heartbeat),
    "tracks": parsed(cmd.SetTracks, set_tracks),
    "help-request": parsed(cmd.AskHelp, ask_help),
    "help-withdraw": parsed(cmd.WithdrawHelp, withdraw_help),
    "help-respond": parsed(cmd.RespondToHelp, respond_to_help),
    "help-later": parsed(cmd.PostponeHelp, postpone_help),
    "help-dismiss": parsed(cmd.DismissHelp, dismiss_help),
    "lane-mode": parsed(cmd.SetLaneMode, set_lane_mode),
    "deafen": parsed(cmd.Deafen, deafen),
    "address-all": parsed(cmd.AddressEverybody, address_all),
    "screen-audience": parsed(cmd.ShowScreenTo, show_screen_to),
    "set-progress": parsed(cmd.SetProgress, set_progress),
    "catch-up": parsed(cmd.CatchUp, catch_up),
}
"""By name of the message."""
