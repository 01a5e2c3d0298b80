"""Paths of what a person may ask of a center, by its admins: a copy of everything that is kept of them, and that they
are erased. The certificate of that is a page without a script, to be printed.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import escape
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from deskside.domain.ids import Millis, UserId
from deskside.domain.recording.texts import Language
from deskside.http import shell
from deskside.http.accounts import PersonInPath
from deskside.http.edge import TheEdge
from deskside.http.erasure_words import COUNTS, EN, LIMITS
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.http.privacy import chosen, switch_html
from deskside.http.shell import Words
from deskside.http.words import say
from deskside.ports.rights import Erasure, Export
from deskside.services.rights.exports import KEPT_MS
from deskside.wire.rights import EraseRequest, ErasureView, ExportsView, ExportView
from deskside.wire.shapes import ID

ExportInPath = Annotated[str, Path(), ID]
Lang = Annotated[Language | None, Query()]
CERTIFICATE = "/api/people/{user_id}/erasure/certificate"
_ZIP: dict[int | str, dict[str, object]] = {200: {"content": {"application/zip": {}}, "description": "The archive."}}

router = APIRouter(prefix="/api/people/{user_id}", tags=["people"])
pages = APIRouter(include_in_schema=False)


@router.post("/export", status_code=202, responses=problems(401, 403, 404, 409))
async def ask_for_export(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> ExportView:
    """Have a copy of everything of this person put together (admins); the one that is being made, if one is."""
    edge.rates.take(edge.config.limits.exports_of_center, actor.center_id)
    return _export(await edge.services.rights.exports.ask(actor, user_id))


@router.get("/exports", responses=problems(401, 403, 404))
async def list_exports(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> ExportsView:
    """Copies that were asked for within a week (admins)."""
    found = await edge.services.rights.exports.listed(actor, user_id)
    return ExportsView(exports=tuple(_export(x) for x in found))


@router.get(
    "/exports/{export_id}/download", response_class=StreamingResponse, responses={**problems(401, 403, 404), **_ZIP}
)
async def download_export(
    edge: TheEdge, actor: TheActor, user_id: PersonInPath, export_id: ExportInPath
) -> StreamingResponse:
    """The archive: JSON, and `index.html` for people (admins). Each time is on record."""
    opened = await edge.services.rights.exports.open(actor, user_id, export_id)
    parts = opened.read()
    first = await anext(parts)  # what cannot be read is answered as a problem, not in the middle of a file
    headers = {
        "Content-Disposition": 'attachment; filename="deskside-export.zip"',
        "Content-Length": str(opened.size),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_after(first, parts), media_type="application/zip", headers=headers)


async def _after(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in rest:
        yield part


@router.post("/erase", status_code=202, responses=problems(401, 403, 404, 409))
async def erase_person(edge: TheEdge, actor: TheActor, user_id: PersonInPath, asked: EraseRequest) -> ErasureView:
    """Erase a person from everything (admins): it goes on in the background, and cannot be taken back."""
    return _erasure(await edge.services.rights.erasures.erase(actor, user_id, asked.name))


@router.get("/erasure", responses=problems(401, 403, 404))
async def see_erasure(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> ErasureView:
    """How far it is, and what was erased (admins)."""
    return _erasure(await edge.services.rights.erasures.certificate(actor, user_id))


@pages.get(CERTIFICATE)
async def certificate(
    request: Request, edge: TheEdge, actor: TheActor, user_id: PersonInPath, lang: Lang = None
) -> Response:
    """The same as a page, in the language of the address or of the browser."""
    found = await edge.services.rights.erasures.certificate(actor, user_id)
    async with edge.services.outside.storage.reading() as unit:
        center = await unit.accounts.center(actor.center_id)
    language = chosen(request, lang)
    form = certificate_html(found, center.name if center else actor.center_id, language)
    return HTMLResponse(shell.paper(Words(say(language.value, "erasure"), "", language=language.value, form=form)))


def certificate_html(found: Erasure, center: str, language: Language) -> str:
    """Everything below the title."""

    def word(key: str, **more: object) -> str:
        return escape(say(language.value, key, **more))

    done = "" if found.done_at is None else _row(word("erasure.done"), _moment(found.done_at))
    counts = "".join(_row(word(f"erasure.count.{x}"), f"{found.counts[x]}") for x in COUNTS if found.counts.get(x))
    limits = "".join(f"<li>{word(f'erasure.limit.{x}')}</li>" for x in LIMITS)
    goes_on = f'<p class="note warn">{word("erasure.goes_on")}</p>' if found.done_at is None else ""
    return (
        f'<div class="top"><h1>{word("erasure")}</h1>{switch_html(language)}</div>'
        f"<p>{word('erasure.of', person=found.person_id, center=center)}</p>{goes_on}"
        f"<table>{_row(word('erasure.begun'), _moment(found.begun_at))}{done}"
        f"{_row(word('erasure.by'), escape(found.by))}</table>"
        f"<h2>{word('erasure.what')}</h2><table>{counts}</table>"
        f"<h2>{word('erasure.limits')}</h2><ul>{limits}</ul>"
        f'<p class="small soft">{word("erasure.print")}</p>'
    )


def _row(name: str, value: str) -> str:
    return f"<tr><th scope='row'>{name}</th><td>{value}</td></tr>"


def _moment(at: Millis) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _export(export: Export) -> ExportView:
    until = export.asked_at + KEPT_MS
    return ExportView(id=export.id, asked_at=export.asked_at, until=until, size=export.size, failed=export.failed)


def _erasure(found: Erasure) -> ErasureView:
    return ErasureView(
        person_id=found.person_id,
        by=found.by,
        begun_at=found.begun_at,
        done_at=found.done_at,
        counts=dict(found.counts),
        limits=tuple(EN[f"erasure.limit.{x}"] for x in LIMITS),
        certificate_path=CERTIFICATE.format(user_id=UserId(found.person_id)),
    )
