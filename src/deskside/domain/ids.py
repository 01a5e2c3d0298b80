"""Names of things: identifiers and units as types, so that one cannot be passed for another."""

from typing import NewType

CenterId = NewType("CenterId", str)
UserId = NewType("UserId", str)
SessionId = NewType("SessionId", str)
PageId = NewType("PageId", str)
"""One load of a page in one browser; a reload makes a new one. Chosen by the browser, unguessable."""
HelpId = NewType("HelpId", str)
ExerciseId = NewType("ExerciseId", str)
FileId = NewType("FileId", str)
"""One sealed file: one writing of one thing, by a name that says nothing (`domain.sealed`)."""
RecordingId = NewType("RecordingId", str)
"""From one start of recording to its stop."""
ItemId = NewType("ItemId", str)
"""One thing to answer; unique in its exercise."""
MessageId = NewType("MessageId", str)
ActId = NewType("ActId", str)
"""One act of one page, as the page names it: sent again, it is the same act."""

Seq = NewType("Seq", int)
"""Number of an event in the log of its session: 1, 2, 3 … without gaps. 0 is before the first."""
Millis = NewType("Millis", int)
"""Milliseconds: a duration, or an instant since the Unix epoch (UTC)."""
