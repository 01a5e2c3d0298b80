"""The pages: who may see one gets its shell with everything that its script needs first, so it asks for nothing."""

import gzip
import re
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from deskside.domain.errors import DomainError, NotFound
from deskside.domain.ids import SessionId
from deskside.domain.people import Role
from deskside.domain.session import Session
from deskside.http import shell
from deskside.http.accounts import who_is
from deskside.http.centers import center_view
from deskside.http.client import accepts
from deskside.http.edge import Edge, TheEdge
from deskside.http.errors import problem
from deskside.http.identity import Visitor
from deskside.http.limits import TooManyRequests
from deskside.http.paths import STUDENT_PAGE, STUDENT_REPLAY, TUTOR_PAGE, TUTOR_REPLAY
from deskside.http.sessions import summaries_of, summary_of
from deskside.http.shell import Words
from deskside.http.video import admission
from deskside.http.words import Language, language_of, say
from deskside.ports.media import EngineError
from deskside.services.homes import home_of
from deskside.services.signed_in import Present
from deskside.wire.manage import AdmissionView, OneSummary
from deskside.wire.shapes import ID, JsonObject

PATH_LIMIT = 500
LONGEST_INSTANT = 6
"""Digits."""
_ID = re.compile(str(ID.pattern))

router = APIRouter(include_in_schema=False)


@router.get("/")
async def start(present: Visitor) -> Response:
    """Everybody begins at their own page."""
    return _redirect(home_of(present.actor.role) if present else "/login")


@router.get("/login")
async def login_page(request: Request, edge: TheEdge, present: Visitor) -> Response:
    """Where staff sign in; the query's `next` is where they wanted to go."""
    target = request.query_params.get("next", "/")
    if not is_local(target):
        target = "/"
    if present is not None:
        return _redirect(home_of(present.actor.role) if present.confined else target)
    language = _language(request)
    words = Words(say(language, "sign_in"), say(language, "sign_in.text"), waiting=True, language=language)
    return _page(request, edge, "login", words, {"next": target})


@router.get("/connection-test")
async def connection_test_page(request: Request, edge: TheEdge, present: Visitor) -> Response:
    """Does a call work from here? Open to all; who is signed in can also try the engine."""
    language = _language(request)
    title, text = say(language, "connection_test"), say(language, "connection_test.text")
    words = Words(title, text, waiting=True, language=language)
    csrf = present.csrf if present is not None else None
    return _page(request, edge, "connection-test", words, {"csrf": csrf})


@router.get("/dashboard/student")
@router.get("/dashboard/tutor")
async def home_page(request: Request, edge: TheEdge, present: Visitor) -> Response:
    """My sessions."""
    return await _home(request, edge, present, "home")


@router.get("/dashboard/center")
@router.get("/dashboard/center/sessions")
@router.get("/dashboard/center/people")
@router.get("/dashboard/center/links")
@router.get("/dashboard/center/privacy")
@router.get("/dashboard/center/settings")
@router.get("/dashboard/center/record")
async def center_page(request: Request, edge: TheEdge, present: Visitor) -> Response:
    """The center, for its admins. Each part has an address of its own."""
    return await _home(request, edge, present, "center")


@router.get("/dashboard/exercises")
async def library_page(request: Request, edge: TheEdge, present: Visitor) -> Response:
    """The center's library of exercises, for its tutors and admins."""
    if present is None:
        return _to_login(request)
    if present.actor.role is Role.STUDENT or present.confined:
        return _redirect(home_of(present.actor.role))
    center = center_view(await edge.services.centers.center(present.actor))
    boot = {**await _who(edge, present), "center": center.to_json()}
    return _page(request, edge, "library", Words("Exercises", present.actor.name, waiting=True), boot)


async def _home(request: Request, edge: Edge, present: Present | None, entry: str) -> Response:
    if present is None:
        return _to_login(request)
    home, path = home_of(present.actor.role), request.url.path
    if path != home and not path.startswith(f"{home}/"):
        return _redirect(home)
    if present.confined:
        return _page(request, edge, "home", Words("Choose a password", present.actor.name), await _who(edge, present))
    summaries = summaries_of(edge, await edge.services.sessions.summaries(present.actor))
    center = center_view(await edge.services.centers.center(present.actor))
    boot = {**await _who(edge, present), **summaries.to_json(), "center": center.to_json()}
    language = _language(request)
    words = Words(say(language, "home"), present.actor.name, waiting=True, language=language)
    return _page(request, edge, entry, words, boot)


@router.get(TUTOR_PAGE)
async def tutor_page(request: Request, edge: TheEdge, present: Visitor, session_id: str) -> Response:
    """The control center of a session: for its tutor and, as observers, admins of the center."""
    return await _session_page(request, edge, present, SessionId(session_id))


@router.get(STUDENT_PAGE)
async def student_page(request: Request, edge: TheEdge, present: Visitor, session_id: str) -> Response:
    """A student's place in a session."""
    return await _session_page(request, edge, present, SessionId(session_id))


async def _session_page(request: Request, edge: Edge, present: Present | None, session_id: SessionId) -> Response:
    if present is None:
        return _to_login(request)
    student = present.actor.role is Role.STUDENT
    if present.confined:
        return _redirect(home_of(present.actor.role))
    if not _ID.fullmatch(session_id):
        raise NotFound("There is no such session. Check the link, or ask your center.")
    admitted = await _admitted(edge, present, session_id)
    view = admitted.view if admitted else await edge.services.sessions.view(present.actor, session_id)
    own = (STUDENT_PAGE if student else TUTOR_PAGE).format(session_id=view.id)
    if request.url.path != own:
        return _redirect(own)
    boot = {**await _who(edge, present), **_session_json(view), "admission": admitted.to_json() if admitted else None}
    language, name = _language(request), present.actor.name
    who = say(language, "with", name=name, tutor=view.tutor.name) if student else name
    words = Words(view.title, who, waiting=True, language=language)
    return _page(request, edge, "student" if student else "tutor", words, boot)


@router.get(STUDENT_REPLAY)
@router.get(TUTOR_REPLAY)
async def replay_page(request: Request, edge: TheEdge, present: Visitor, session_id: str) -> Response:
    """A session seen again: all of it by its tutor and admins of the center, by a student their own lane."""
    if present is None:
        return _to_login(request)
    if present.confined:
        return _redirect(home_of(present.actor.role))
    if not _ID.fullmatch(session_id):
        raise NotFound("There is no such session. Check the link, or ask your center.")
    session, _ = await edge.services.replays.allow(present, SessionId(session_id))
    own = (STUDENT_REPLAY if present.actor.role is Role.STUDENT else TUTOR_REPLAY).format(session_id=session.id)
    if request.url.path != own:
        return _redirect(own + _instant(request))
    words = Words(session.title, present.actor.name, waiting=True, language=_language(request))
    boot = {**await _who(edge, present), "session_id": session.id, "title": session.title}
    return _page(request, edge, "replay", words, boot)


async def _admitted(edge: Edge, present: Present, session_id: SessionId) -> AdmissionView | None:
    """The join grant; None where there is none now (the page asks again and shows why)."""
    try:
        return await admission(edge, present, session_id)
    except NotFound:
        raise
    except (DomainError, EngineError, TooManyRequests):
        return None


def is_local(path: str) -> bool:
    """Whether a redirect to this path stays here: browsers read "//host" and "/\\host" as another site."""
    if not path.startswith("/") or len(path) > PATH_LIMIT:
        return False
    return path[1:2] not in ("/", "\\") and path.isascii() and path.isprintable()


def _page(request: Request, edge: Edge, entry: str, words: Words, boot: JsonObject) -> Response:
    """The shell, compressed if that is accepted. Nothing that a request chose stands beside a secret in it (BREACH)."""
    files = edge.client.entry(f"src/app/{entry}.tsx")
    if files is None:
        return problem(503, "not_built", "The pages of Deskside are not built yet. The command `make run` builds them.")
    html = shell.page(files, words, boot).encode()
    headers = {"Vary": "Accept-Encoding"}
    if accepts(request.headers.get("accept-encoding", ""), "gzip"):
        html, headers = gzip.compress(html, 6), {**headers, "Content-Encoding": "gzip"}
    return HTMLResponse(html, headers=headers)


def _language(request: Request) -> Language:
    return language_of(request.headers, request.cookies)


async def _who(edge: Edge, present: Present) -> JsonObject:
    return (await who_is(edge, present)).to_json()


def _session_json(view: Session) -> JsonObject:
    return OneSummary(session=summary_of(view)).to_json()


def _to_login(request: Request) -> Response:
    return _redirect(f"/login?next={quote(request.url.path + _instant(request))}")


def _instant(request: Request) -> str:
    """The second of a replay that a link leads to, as it stands in the address."""
    seconds = request.query_params.get("t", "")
    return f"?t={seconds}" if seconds.isascii() and seconds.isdigit() and len(seconds) <= LONGEST_INSTANT else ""


def _redirect(path: str) -> Response:
    return RedirectResponse(path, status_code=303)
