"""Requests over HTTP as somebody hostile sends them, made from the API's own description."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice, repeat
from random import Random
from typing import cast
from urllib.parse import quote

from fastapi.routing import APIRoute

from deskside.http.app import ROUTERS
from tests.hostile import acts, values

Json = dict[str, object]
UNSOUND = ("\x00", "\r", "\n")
"""No client can put these into a header."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `path` is ready for the wire; `kind`: the content's type."""

    method: str
    path: str
    operation: str
    content: bytes | None = None
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Api:
    """The description (`/api/openapi.json`), and ids of each kind that exist, by the name of the parameter or field."""

    described: Json
    ids: Mapping[str, Sequence[str]]

    @cached_property
    def operations(self) -> list[tuple[str, str, Json]]:
        """Method, path and description of each, pages that no description has, and what is no page."""
        paths = cast("dict[str, dict[str, Json]]", self.described["paths"])
        found = [(method.upper(), path, each) for path, ways in paths.items() for method, each in ways.items()]
        return found + [(method, path, {}) for method, path in undescribed()] + [("GET", "/{x}", {})]

    def request(self, random: Random, operation: tuple[str, str, Json] | None = None) -> Asked:
        """This one of them, hostile; any of them where none is named."""
        method, path, description = operation or random.choice(self.operations)
        content, kind = self._body(random, description)
        where = self._filled(random, path) + self._query(random, description)
        headers = {}
        if "{x}" in path or (operation is None and random.random() < 0.05):
            method = random.choice(("GET", "HEAD", "OPTIONS", "PATCH", "DELETE", "PUT", "POST", "QUERY"))
        if any(each["in"] == "header" for each in _parameters(description)):
            key = values.words(random)[:2_000].encode("utf-8", "replace").decode("latin-1")
            headers["Idempotency-Key"] = "".join(x for x in key if x not in UNSOUND and x.isprintable()).strip()
        return Asked(method, where, f"{method} {path}", content, kind, headers)

    def _filled(self, random: Random, path: str) -> str:
        parts = path.split("{")
        found = parts[0]
        for part in parts[1:]:
            name, _, rest = part.partition("}")
            given = self._id(random, name) if random.random() < 0.6 else _short(random)
            found += quote(given.encode("utf-8", "surrogatepass"), safe="" if random.random() < 0.9 else "/") + rest
        return found

    def _query(self, random: Random, description: Json) -> str:
        pairs = []
        for each in _parameters(description):
            if each["in"] == "query" and random.random() < 0.7:
                right = self._id(random, str(each["name"])) if random.random() < 0.4 else _short(random)
                pairs.append(f"{each['name']}={quote(right.encode('utf-8', 'surrogatepass'))}")
        return f"?{'&'.join(pairs)}" if pairs else ""

    def _body(self, random: Random, description: Json) -> tuple[bytes | None, str]:
        body = cast("dict[str, dict[str, Json]]", description.get("requestBody", {}))
        kinds = body.get("content", {})
        if not kinds:
            return (values.encoded(values.value(random)).encode(), "application/json") if _one_in(random, 9) else _NONE
        kind = random.choice(sorted(kinds))
        if kind != "application/json":
            return values.words(random).encode("utf-8", "replace"), kind
        right = self._right(random, cast("Json", kinds[kind]["schema"]), "")
        text = values.encoded(values.spoilt(random, right) if random.random() < 0.8 else right)
        if _one_in(random, 40):
            text = random.choice(
                ("[" * 20_000, '{"a":' * 20_000, text[: len(text) // 2], "9" * 5_000, "", "\ufeff" + text)
            )
        if _one_in(random, 40):
            kind = random.choice(
                ("text/plain", "multipart/form-data", "application/xml", "application/json; charset=utf-7")
            )
        return text.encode("utf-8", "surrogatepass"), kind

    def _right(self, random: Random, schema: Json, name: str) -> object:
        """Something of this shape."""
        if "$ref" in schema:
            return self._right(random, self._named(str(schema["$ref"])), name)
        for way in ("oneOf", "anyOf"):
            if way in schema:
                return self._right(random, random.choice(cast("list[Json]", schema[way])), name)
        if "const" in schema or "enum" in schema:
            return random.choice(cast("list[object]", schema.get("enum", [schema.get("const")])))
        kind = schema.get("type")
        if kind == "object":
            fields = cast("dict[str, Json]", schema.get("properties", {}))
            return {key: self._right(random, each, key) for key, each in fields.items()}
        if kind == "array":
            items = cast("Json", schema.get("items", {}))
            return [self._right(random, items, name.removesuffix("s")) for _ in range(random.choice((0, 1, 3)))]
        if kind == "integer":
            return random.choice((0, 1, 60, 1_800_000_000_000, 1_800_003_600_000))
        if kind == "string":
            return self._string(random, name)
        return {"boolean": True, "number": 0.5, "null": None}.get(str(kind))

    def _string(self, random: Random, name: str) -> str:
        if name in ("offer", "answer"):
            return acts.sdp(random)
        if name in self.ids:
            return self._id(random, name)
        return random.choice(("Algebra", "alice@example.org", "2026-12-01", "UTC", values.words(random)[:20_000]))

    def _id(self, random: Random, name: str) -> str:
        return random.choice(self.ids.get(name) or self.ids[""])

    def _named(self, reference: str) -> Json:
        found: object = self.described
        for step in reference.removeprefix("#/").split("/"):
            found = cast("Json", found)[step]
        return cast("Json", found)


_NONE = (None, "application/json")


def undescribed() -> list[tuple[str, str]]:
    """Method and path of each page: what the routers have and the description leaves out."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    hidden = [route for route in routes if not route.include_in_schema]
    return [(method, route.path.replace(":path}", "}")) for route in hidden for method in sorted(route.methods or ())]


def _parameters(description: Json) -> list[Json]:
    return cast("list[Json]", description.get("parameters", []))


def _one_in(random: Random, count: int) -> bool:
    return random.randrange(count) == 0


def _short(random: Random) -> str:
    """For an address: at most some kB."""
    given = values.value(random) if random.random() < 0.3 else values.words(random)
    return (given if isinstance(given, str) else json.dumps(given))[: random.choice((80, 80, 400))] or "x"


def killers() -> Iterator[Asked]:
    """Every phrase that broke something once, at each place that reads it: exercises, which are read again when they
    are asked for, rosters, sign-in."""
    for phrase in values.PHRASES:
        for path, fields in (
            ("/api/exercises", {"title": "Killer", "content": phrase[:20_000]}),
            ("/api/users/import", {"csv": phrase[:40_000], "preview": True}),
            ("/api/auth/login", {"email": phrase[:250], "password": phrase[:200]}),
        ):
            yield Asked("POST", path, f"POST {path}", values.encoded(fields).encode())
        content = phrase.encode("utf-8", "replace")
        yield Asked("POST", "/api/exercises/import", "POST /api/exercises/import", content, "text/markdown")
    yield Asked("GET", "/api/exercises/export", "GET /api/exercises/export")


def requests(api: Api, seed: int, count: int) -> Iterator[Asked]:
    """So many of them, each operation among them if there are as many; the same for the same seed."""
    random = Random(seed)
    return (api.request(random, operation) for operation in islice(chain(api.operations, repeat(None)), count))
