"""Writes the TypeScript twins of the wire's shapes, from their JSON Schema: types only, always the same text.

`session.ts`: views, events, what the server sends. `commands.ts`: what a page sends, and the acknowledgements.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, JsonValue
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from deskside.wire.commands import COMMANDS, Auth
from deskside.wire.events import EVENT_TYPES
from deskside.wire.messages import SERVER_MESSAGES, Refused
from deskside.wire.shapes import JsonObject

_HEADER = "// Generated from src/deskside/wire by `make wire`. Do not edit.\n"
_EVENTS = "SessionEvent"


def write(root: Path) -> list[Path]:
    """Write the files below `root` (the repository); returns what is there now."""
    folder = root / "web" / "src" / "wire"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def files() -> dict[str, str]:
    """The generated text by file name."""
    session = _definitions(SERVER_MESSAGES.values(), sent=True)
    acks = _definitions([*(x.ack for x in COMMANDS.values()), Refused], sent=True)
    asked = _definitions([Auth, *(x.command for x in COMMANDS.values())], sent=False)
    commands = {name: x for name, x in (asked | acks).items() if session.get(name) != x}
    if clash := commands.keys() & session.keys():
        raise ValueError(f"Two shapes have one name: {clash}.")
    borrowed = sorted(name for name in session if any(_mentions(x, name) for x in commands.values()))
    return {
        "session.ts": "\n".join(
            [_HEADER, *_declared(session), _union(), _message_map()],
        ),
        "commands.ts": "\n".join(
            [_HEADER, f'import type {{ {", ".join(borrowed)} }} from "./session";\n', *_declared(commands), _act_map()],
        ),
    }


def _definitions(models: Iterable[type[BaseModel]], *, sent: bool) -> dict[str, JsonObject]:
    """Schema of every model and of what it is made of, by name, sorted. What is `sent` has all of its fields."""
    mode: JsonSchemaMode = "serialization" if sent else "validation"
    _, schema = models_json_schema([(model, mode) for model in dict.fromkeys(models)])
    found: dict[str, JsonObject] = dict(sorted(schema["$defs"].items()))
    for shape in found.values() if sent else ():
        if "properties" in shape:
            shape["required"] = list(_object(shape["properties"]))
    return found


def _declared(definitions: Mapping[str, JsonObject]) -> list[str]:
    return [_declaration(name, schema) for name, schema in definitions.items()]


def _declaration(name: str, schema: JsonObject) -> str:
    doc = _doc(schema.get("description"))
    if "properties" not in schema and "enum" in schema:
        return f"{doc}export type {name} = {_type(schema)};\n"
    fields = [_field(field, x, schema) for field, x in _object(schema.get("properties")).items()]
    if name in EVENT_TYPES:
        fields.insert(0, f'  type: "{name}";')
    if not fields:
        return f"{doc}export type {name} = Record<string, never>;\n"
    return "\n".join([f"{doc}export interface {name} {{", *fields, "}", ""])


def _field(name: str, schema: JsonValue, owner: JsonObject) -> str:
    required = owner.get("required")
    mark = "" if isinstance(required, list) and name in required else "?"
    return f"  {name}{mark}: {_type(_object(schema))};"


def _type(schema: JsonObject) -> str:
    """The TypeScript type of a schema; raises ValueError for what the wire does not use."""
    match schema:
        case {"$ref": str(ref)}:
            return ref.rpartition("/")[2]
        case {"const": value}:
            return _literal(value)
        case {"enum": list(values)}:
            return " | ".join(_literal(x) for x in values)
        case {"anyOf": list(kinds)} | {"oneOf": list(kinds)}:
            return _either([_type(_object(x)) for x in kinds])
        case {"type": "array", "items": items}:
            return f"readonly {_type(_object(items))}[]"
        case {"type": "object", "patternProperties": values}:
            return f"Record<string, {_type(_object(next(iter(_object(values).values()))))}>"
        case {"type": "object", "additionalProperties": _}:
            return "Record<string, unknown>"
        case {"type": "string" | "boolean" | "null" as kind}:
            return str(kind)
        case {"type": "integer" | "number"}:
            return "number"
        case _:
            raise ValueError(f"There is no rule for {schema}.")


def _either(kinds: list[str]) -> str:
    if EVENT_TYPES.keys() <= set(kinds):
        return _either([_EVENTS, *(x for x in kinds if x not in EVENT_TYPES)])
    return " | ".join(kinds)


def _literal(value: JsonValue) -> str:
    return json.dumps(value)


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _key(name: str) -> str:
    return name if name.isidentifier() else f'"{name}"'


def _doc(description: JsonValue) -> str:
    return f"/** {' '.join(str(description).split())} */\n" if description else ""


def _mentions(schema: JsonObject, name: str) -> bool:
    return f'"#/$defs/{name}"' in json.dumps(schema)


def _union() -> str:
    members = "".join(f"\n  | {kind}" for kind in sorted(EVENT_TYPES))
    return f"/** Every fact of a session's log. */\nexport type {_EVENTS} ={members};\n"


def _message_map() -> str:
    rows = [f"  {_key(name)}: {shape.__name__};" for name, shape in SERVER_MESSAGES.items()]
    return "\n".join(
        ["/** Every message of the server by name. */", "export interface ServerMessages {", *rows, "}", ""]
    )


def _act_map() -> str:
    rows = [
        f"  {_key(name)}: {{ fields: {x.command.__name__}; ack: {x.ack.__name__} }};" for name, x in COMMANDS.items()
    ]
    head = "/** Every act by name: what is sent, and what acknowledges it if it is not `Refused`. */"
    return "\n".join([head, "export interface Acts {", *rows, "}", ""])
