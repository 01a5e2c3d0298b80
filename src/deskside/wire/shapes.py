"""What the shapes have in common: strict models and bounded words."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, JsonValue, StringConstraints
from pydantic_core import PydanticCustomError

from deskside.domain.errors import Invalid
from deskside.domain.ids import ExerciseId, HelpId, ItemId, PageId, UserId

JsonObject = dict[str, JsonValue]
"""What is sent: ready for `json.dumps`."""

ID = StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")
"""Identifiers are UUIDs or short words; nothing that could mean something to a log, a path or a query."""

PersonId = Annotated[UserId, ID]
PageKey = Annotated[PageId, ID]
HelpKey = Annotated[HelpId, ID]
ExerciseKey = Annotated[ExerciseId, ID]
ItemKey = Annotated[ItemId, ID]


def text(limit: int) -> StringConstraints:
    """Words of a person, at most `limit` characters. No NUL: PostgreSQL stores none."""
    return StringConstraints(max_length=limit, pattern=r"^[^\x00]*$", strip_whitespace=True)


def as_kept(keep: Callable[[str, int], str], limit: int) -> AfterValidator:
    """One line of a person's text as `domain.text` keeps it: NFC, nothing that cannot be seen, no lost letters."""

    def kept(text: str) -> str:
        try:
            return keep(text, limit)
        except Invalid as refused:
            raise PydanticCustomError("text", "{reason}", {"reason": refused.message.removesuffix(".")}) from None

    return AfterValidator(kept)


class Incoming(BaseModel):
    """Something that a page sent. Unknown fields are refused, nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Outgoing(BaseModel):
    """Something that the server sends."""

    model_config = ConfigDict(frozen=True)

    def to_json(self) -> JsonObject:
        """As it goes on the wire: snake_case, None as null."""
        json: JsonObject = self.model_dump(mode="json")
        return json
