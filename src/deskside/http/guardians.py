"""Guardians' links: by one a guardian says, without an account, what may be recorded of a student. It signs nobody in;
what was said can be changed by the same link.
"""

import re
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from deskside.domain.consent import ConsentKind
from deskside.domain.errors import Conflict, Invalid
from deskside.http.edge import Edge, TheEdge, place_of
from deskside.http.guardian_page import GuardianPage
from deskside.http.join import REFERRER, LinkGone
from deskside.http.paths import GUARDIAN_PAGE
from deskside.http.privacy import Lang, chosen
from deskside.services.consents import Answer
from deskside.services.guardians import OpenedByGuardian

_SECRET = re.compile(r"[A-Za-z0-9_-]+")
_FORM_LIMIT = 8_192
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")

router = APIRouter(include_in_schema=False)


@router.get("/guardian/{written:path}")
async def show_guardian_page(request: Request, edge: TheEdge, written: str, lang: Lang = None) -> Response:
    """What is asked, and what holds. Changes nothing."""
    secret, opened = await _look(request, edge, written)
    return _shown(GuardianPage(secret, opened, chosen(request, lang), saved="saved" in request.query_params))


@router.post("/guardian/{written:path}")
async def answer_as_guardian(request: Request, edge: TheEdge, written: str, lang: Lang = None) -> Response:
    """What the guardian allows; without any box it is a no, or a withdrawal. Then the page again, with what holds."""
    secret, opened = await _look(request, edge, written)
    edge.rates.take(edge.config.limits.consents_by_link, opened.link.secret_hash)
    language, fields = chosen(request, lang), await _fields(request)
    allowed = fields.get("kinds", []) if "give" in fields else []
    version = _NUMBER.fullmatch(fields.get("version", [""])[0])
    answer = Answer(frozenset(x for x in ConsentKind if x in allowed), int(version[0]) if version else 0, language)
    name = fields.get("name", [""])[0]
    try:
        await edge.services.guardians.say(opened, answer, name)
    except Invalid:
        unnamed = GuardianPage(secret, opened, language, wrong="guardian.needs_name", ticked=answer.kinds, name=name)
        return _shown(unnamed)
    except Conflict:
        return _shown(GuardianPage(secret, opened, language, wrong="guardian.text_changed"))
    return RedirectResponse(f"{GUARDIAN_PAGE.format(secret=secret)}?lang={language.value}&saved=1", status_code=303)


async def _look(request: Request, edge: Edge, written: str) -> tuple[str, OpenedByGuardian]:
    """The link. Only those that do not work are counted. Raises LinkGone, TooManyRequests."""
    found = _SECRET.search(written)
    opened = await edge.services.guardians.look(found[0]) if found else None
    if found is None or opened is None:
        edge.rates.take(edge.config.limits.bad_link_from_address, place_of(request))
        raise LinkGone("This link is expired or was replaced. Ask the tutor or the center for a new one.")
    return found[0], opened


async def _fields(request: Request) -> dict[str, list[str]]:
    """What the form says."""
    body = (await request.body())[:_FORM_LIMIT].decode("ascii", "replace")
    try:
        return parse_qs(body, max_num_fields=10, keep_blank_values=True)
    except ValueError:  # more fields than the form has
        return {}


def _shown(page: GuardianPage) -> Response:
    return HTMLResponse(page.html(), status_code=422 if page.wrong else 200, headers={"Referrer-Policy": REFERRER})
