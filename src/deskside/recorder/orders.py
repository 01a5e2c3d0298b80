"""What a process that makes files is told and answers: `remuxer` is on this side of it, `playable.remuxing` on that."""

from pathlib import Path

from pydantic import Base64Bytes, BaseModel, ConfigDict, TypeAdapter

from deskside.domain.ids import FileId
from deskside.ports.remuxing import Made, Spans
from deskside.ports.sealing import FileKey

WHOLE = "whole"
"""The file in a folder of parts that they are joined to."""


class ToldKey(BaseModel):
    """What opens a file, or seals it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_id: str
    key: Base64Bytes

    @property
    def opened(self) -> FileKey:
        """As the rest of the house has it."""
        return FileKey(FileId(self.file_id), self.key)


class ToldSource(ToldKey):
    """A segment."""

    path: Path


class ToldOrder(BaseModel):
    """`ports.remuxing.Order`, with places on this machine."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    folder: Path
    pictures: tuple[ToldSource, ...]
    sounds: tuple[ToldSource, ...]
    sounding: bool
    parts: ToldKey
    whole: ToldKey
    now_us: int
    ends_us: int | None
    cut: Spans | None


ORDERS, MADE = TypeAdapter(tuple[ToldOrder, ...]), TypeAdapter(Made)
