"""What the shapes have in common: strict models and bounded words."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, GetCoreSchemaHandler, JsonValue, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from deskside.domain.errors import Invalid
from deskside.domain.ids import ExerciseId, HelpId, ItemId, PageId, UserId

JsonObject = dict[str, JsonValue]
"""What is sent: ready for `json.dumps`."""

_STRICT = frozenset({"bool", "int", "float", "str"})

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


def _whole(value: object) -> object:
    if isinstance(value, bool | float | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


def _strict(schema: Any) -> Any:
    if isinstance(schema, dict):
        own = {"strict": True} if schema.get("type") in _STRICT else {}
        if schema.get("type") == "enum" and schema.get("sub_type") == "int":
            return core_schema.no_info_before_validator_function(_whole, schema)
        return {key: _strict(value) for key, value in schema.items()} | own
    return [_strict(each) for each in schema] if isinstance(schema, list) else schema


class Incoming(BaseModel):
    """Something that a page sent. Unknown fields are refused, nothing is converted: `"1"` and `1.0` are no 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """As usual, with numbers, truth values and words strict. Pydantic's own strict mode would refuse what JSON has
        no other way to say: lists for tuples, words for enumerations."""
        schema: CoreSchema = _strict(handler(source))
        return schema


class Queried(BaseModel):
    """What an address asks for, where everything is words: they are read as what is wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Outgoing(BaseModel):
    """Something that the server sends."""

    model_config = ConfigDict(frozen=True)

    def to_json(self) -> JsonObject:
        """As it goes on the wire: snake_case, None as null."""
        json: JsonObject = self.model_dump(mode="json")
        return json
