"""What a center tells about recording, as a page: read without signing in, on a phone and on paper."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from deskside.domain.ids import CenterId
from deskside.domain.recording.texts import Language
from deskside.http import shell
from deskside.http.edge import TheEdge
from deskside.http.paths import PRIVACY_PAGE
from deskside.http.prose import html_of
from deskside.http.shell import Words
from deskside.http.words import language_of, say
from deskside.services.consent_texts import Told
from deskside.wire.consent import MOST_VERSIONS
from deskside.wire.shapes import ID

CenterInPath = Annotated[CenterId, Path(), ID]
Version = Annotated[int | None, Query(ge=1, le=MOST_VERSIONS)]
Lang = Annotated[Language | None, Query()]

router = APIRouter(include_in_schema=False)


@router.get(PRIVACY_PAGE)
async def privacy_page(
    request: Request, edge: TheEdge, center_id: CenterInPath, version: Version = None, lang: Lang = None
) -> Response:
    """The present version, or a former one with what it asked; in the language of the address or of the browser."""
    texts = edge.services.consent_texts
    now = await texts.read(center_id)
    told = now if version is None else await texts.read(center_id, version)
    language = chosen(request, lang)
    title = say(language.value, "privacy")
    form = f"{_top(told, language, version)}{_former(told, now, language)}"
    if version is not None:
        asked = escape(say(language.value, "privacy.asked"))
        form += f"<p>{asked}</p><blockquote>{asked_html(told, language)}</blockquote>"
    form += html_of(told.version.of(language).privacy, told.center.name, told.version.retention_days)
    form += f'<p class="small soft">{escape(say(language.value, "privacy.print", number=told.version.number))}</p>'
    return HTMLResponse(shell.paper(Words(title, "", language=language.value, form=form)))


def chosen(request: Request, lang: Language | None) -> Language:
    """The language of a page that is read: as its address says, else as of every page."""
    return lang or Language(language_of(request.headers, request.cookies))


def asked_html(told: Told, language: Language) -> str:
    """What stands where people are asked."""
    return html_of(told.version.of(language).asked, told.center.name, told.version.retention_days)


def switch_html(language: Language, query: str = "") -> str:
    """The way to the same page in the other language."""
    other = Language.EN if language is Language.DE else Language.DE
    word = escape(say(language.value, "privacy.other"))
    return (
        f'<a class="screen" href="?lang={other.value}{query}" lang="{other.value}" hreflang="{other.value}">{word}</a>'
    )


def _top(told: Told, language: Language, version: int | None) -> str:
    of = escape(say(language.value, "privacy.of", center=told.center.name))
    query = "" if version is None else f"&amp;version={version}"
    return (
        f'<div class="top"><h1>{escape(say(language.value, "privacy"))}</h1>{switch_html(language, query)}</div>'
        f'<p class="soft" translate="no">{of}</p>'
    )


def _former(told: Told, now: Told, language: Language) -> str:
    if told.version.number == now.version.number:
        return ""
    text = escape(say(language.value, "privacy.former", number=told.version.number))
    link = f'<a href="?lang={language.value}">{escape(say(language.value, "privacy.present"))}</a>'
    return f'<p class="note warn">{text} {link}</p>'
