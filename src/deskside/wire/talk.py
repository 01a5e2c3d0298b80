"""What a page may send over the socket of words between tutor and students."""

from typing import Annotated

from pydantic import StringConstraints

from deskside.domain.ids import MessageId
from deskside.domain.talk import MESSAGE_LIMIT
from deskside.wire.shapes import ID, Incoming, PersonId, text

MessageKey = Annotated[MessageId, ID]
Text = Annotated[str, text(MESSAGE_LIMIT), StringConstraints(min_length=1)]


class SendMessage(Incoming):
    """Write in a lane. `student_id`: the tutor's; a student writes in their own. A retry has the same `message_id`."""

    student_id: PersonId | None = None
    message_id: MessageKey
    text: Text


class Announce(Incoming):
    """Write to everybody. A retry has the same `message_id`."""

    message_id: MessageKey
    text: Text


class ReadMessages(Incoming):
    """What the other side wrote in the lane was read."""

    student_id: PersonId | None = None
