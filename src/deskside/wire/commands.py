"""What a page may send over the socket. Who acts is never in it: that was fixed at connecting."""

from typing import Annotated, NamedTuple

from pydantic import Field, StrictBool, StringConstraints

from deskside.domain.ids import Seq
from deskside.domain.lanes import HELP_TEXT_LIMIT
from deskside.domain.modes import AddressAll, LaneMode, SignFault, Urgency
from deskside.domain.tracks import Layer
from deskside.wire import boards, consent, talk, work
from deskside.wire.messages import Ack, Answered, Beat, CaughtUp, Done, Offered
from deskside.wire.shapes import ExerciseKey, HelpKey, Incoming, ItemKey, PageKey, PersonId, text

MOST_PEOPLE = 64
"""People in one list: twelve students, a tutor, and more observers than any center has."""

WORD_LIMIT = 200
"""Characters of the word with which a call for help is put aside."""

SDP_LIMIT = 60_000
"""Characters: below the 64 KiB of a message. An answer with 36 m-lines has about 30,000."""

Number = Annotated[Seq, Field(strict=True, ge=0, le=2**53 - 1)]
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Audience = Annotated[tuple[PersonId, ...], Field(max_length=MOST_PEOPLE)]
Sdp = Annotated[str, StringConstraints(max_length=SDP_LIMIT)]
OfferId = Annotated[str, StringConstraints(max_length=64)]
"""As it is, with its last line break."""


class Auth(Incoming):
    """What a page shows when it connects. `seq`: the newest number that it holds; null: none."""

    token: Annotated[str, text(256)]
    page: PageKey
    seq: Number | None = None


class SetTracks(Incoming):
    """What this page sends. `camera_paused`: the camera is on, but the page's line carries the sound only for now."""

    mic: StrictBool
    camera: StrictBool
    screen: StrictBool
    camera_paused: StrictBool = False


class JoinSession(Incoming):
    """Enter the room. Students: everybody whom the page's sign shows; others: nobody. `tracks`: what it sends now."""

    audience: Audience
    tracks: SetTracks | None = None


class LeaveSession(Incoming):
    """Leave the room for good."""


class ShowSign(Incoming):
    """The page's sign now shows exactly these people."""

    audience: Audience


class ProvePage(Incoming):
    """Every 2 s in the room: the screen that governs the page's media is drawn. Students: whom the sign on it shows
    at this moment; `fault`: why it cannot be read there. Others: nobody."""

    audience: Audience
    fault: SignFault | None = None


class Heartbeat(Incoming):
    """Every 10 s: whether the page saw input lately."""

    active: StrictBool


class AskHelp(Incoming):
    """Call the tutor. A retry has the same `help_id`."""

    help_id: HelpKey
    urgency: Urgency
    text: Annotated[str, text(HELP_TEXT_LIMIT)]
    item_id: ItemKey | None = None


class WithdrawHelp(Incoming):
    """Take one's own call back."""

    help_id: HelpKey


class RespondToHelp(Incoming):
    """Answer a call: it is closed and the lane goes to TEACH."""

    student_id: PersonId
    help_id: HelpKey


class PostponeHelp(Incoming):
    """The tutor comes later; the call keeps its place."""

    student_id: PersonId
    help_id: HelpKey


class DismissHelp(Incoming):
    """Put a call aside with a word to the student."""

    student_id: PersonId
    help_id: HelpKey
    word: Annotated[str, text(WORD_LIMIT)]


class SetLaneMode(Incoming):
    """TEACH or OBSERVE; acknowledged once the engine forwards nothing more that is not allowed."""

    student_id: PersonId
    mode: LaneMode


class Deafen(Incoming):
    """Take all sound to one lane, or give it back; acknowledged once the engine follows."""

    student_id: PersonId
    deafened: Annotated[bool, Field(strict=True)]


class AddressEverybody(Incoming):
    """Speak to every lane: off, while a key is held, until switched off."""

    kind: AddressAll


class ShowScreenTo(Incoming):
    """Show the tutor's screen to every lane, or to lanes in TEACH only."""

    to_all: StrictBool


class AssignExercise(Incoming):
    """Give a lane an exercise of the center's library."""

    student_id: PersonId
    exercise_id: ExerciseKey


class SetProgress(Incoming):
    """Progress on the lane's exercise in percent."""

    student_id: PersonId
    percent: Percent


class CatchUp(Incoming):
    """Ask for what followed `seq`, after a gap."""

    seq: Number


class Publish(Incoming):
    """Offer of this page's publishing connection: three sendonly m-lines, audio, camera, screen. `beside`: the former
    connection is well, and the page closes it once others receive from the new one."""

    offer: Sdp
    beside: bool = False


class Subscribe(Incoming):
    """Ask for the offer of this page's receiving connection. `beside`: the former one is well, and the page closes it
    once the new one shows something."""

    beside: bool = False


class MediaAnswer(Incoming):
    """Answer to the newest offer. `of`: its id; an answer to an older one is refused."""

    answer: Sdp
    of: OfferId | None = None


class Refresh(Incoming):
    """The network is back: ask for keyframes."""


class SetTiles(Incoming):
    """The best layer that each person's tile can show."""

    tiles: Annotated[dict[PersonId, Layer], Field(max_length=MOST_PEOPLE)]


class SetDecodes(Incoming):
    """How many pixels of pictures this page's machine decodes in a second; null: it keeps up with everything."""

    pixels: Annotated[int, Field(ge=0, le=1_000_000_000)] | None


class Exchange(NamedTuple):
    """A command and what acknowledges it (or `Refused`)."""

    command: type[Incoming]
    ack: type[Ack]


COMMANDS: dict[str, Exchange] = {
    "join-session": Exchange(JoinSession, Done),
    "leave-session": Exchange(LeaveSession, Done),
    "sign-shown": Exchange(ShowSign, Done),
    "page-drawn": Exchange(ProvePage, Done),
    "heartbeat": Exchange(Heartbeat, Beat),
    "tracks": Exchange(SetTracks, Done),
    "consent": Exchange(consent.SayConsent, Done),
    "help-request": Exchange(AskHelp, Done),
    "help-withdraw": Exchange(WithdrawHelp, Done),
    "help-respond": Exchange(RespondToHelp, Done),
    "help-dismiss": Exchange(DismissHelp, Done),
    "help-later": Exchange(PostponeHelp, Done),
    "lane-mode": Exchange(SetLaneMode, Done),
    "deafen": Exchange(Deafen, Done),
    "address-all": Exchange(AddressEverybody, Done),
    "screen-audience": Exchange(ShowScreenTo, Done),
    "assign-exercise": Exchange(AssignExercise, Done),
    "answer": Exchange(work.GiveAnswer, Done),
    "hint": Exchange(work.GiveHint, Done),
    "queue-exercises": Exchange(work.QueueExercises, Done),
    "next-exercise": Exchange(work.NextExercise, Done),
    "set-progress": Exchange(SetProgress, Done),
    "message": Exchange(talk.SendMessage, Done),
    "announce": Exchange(talk.Announce, Done),
    "messages-read": Exchange(talk.ReadMessages, Done),
    "catch-up": Exchange(CatchUp, CaughtUp),
    "board-watch": Exchange(boards.WatchBoard, boards.Watched),
    "board-unwatch": Exchange(boards.UnwatchBoard, Ack),
    "canvas-update": Exchange(boards.DrawOnBoard, boards.Drawn),
    "board-lock": Exchange(boards.LockBoard, Done),
    "board-clear": Exchange(boards.ClearBoard, Ack),
    "board-push": Exchange(boards.PushBoard, Ack),
    "board-picture": Exchange(boards.SendPicture, Ack),
    "board-picture-get": Exchange(boards.GetPicture, boards.PictureContent),
    "media:publish": Exchange(Publish, Answered),
    "media:subscribe": Exchange(Subscribe, Offered),
    "media:answer": Exchange(MediaAnswer, Ack),
    "media:refresh": Exchange(Refresh, Ack),
    "media:tiles": Exchange(SetTiles, Ack),
    "media:decodes": Exchange(SetDecodes, Ack),
}
"""Every act of the protocol by name."""
