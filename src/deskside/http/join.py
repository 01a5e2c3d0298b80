"""Personal links. Opening one changes nothing: scanners of mails, previews of messengers and other pages do so too. The
page has one button, and only what that sends signs somebody in and uses a one-time link up.
"""

import re
from html import escape
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from deskside.domain.errors import Invalid, NotFound
from deskside.domain.people import Role
from deskside.http import shell
from deskside.http.browsers import browser_of
from deskside.http.edge import Edge, TheEdge, place_of
from deskside.http.error_pages import cookies_of
from deskside.http.identity import Visitor, remember, secret_of
from deskside.http.paths import PRIVACY_PAGE, STUDENT_PAGE
from deskside.http.shell import Words
from deskside.http.words import Language, language_of, say
from deskside.services.homes import home_of
from deskside.services.links import OpenedLink
from deskside.services.records import NEW_PASSWORD
from deskside.services.signed_in import Present

_SECRET = re.compile(r"[A-Za-z0-9_-]+")
"""A secret, among what people paste around it: a slash, a full stop, a bracket, spaces, characters that nobody sees."""
_FORM_LIMIT = 4096
_CHOOSE = (
    '<input type="password" name="password" autocomplete="new-password" minlength="10" maxlength="256" required '
    "autofocus>"
)
REFERRER = "strict-origin"
"""With the rest of the pages' "no-referrer", browsers would send the form with `Origin: null`, which looks like another
site's; this tells the origin and never the address, which holds the secret."""

router = APIRouter(include_in_schema=False)


class LinkGone(NotFound):
    """A personal link that does not work (any more)."""

    code = "link_gone"


@router.get("/join/{written:path}")
async def show_link(request: Request, edge: TheEdge, written: str, present: Visitor) -> Response:
    """Whose link it is, and the button. Whoever is signed in as its person already is led on; nothing changes."""
    opened = await _look(request, edge, written)
    if present is not None and present.actor.user_id == opened.user.id and not opened.link.single_use:
        return RedirectResponse(await _way_of(edge, opened), status_code=303)
    return _page(request, opened, present, 200)


@router.post("/join/{written:path}")
async def follow_link(request: Request, edge: TheEdge, written: str, present: Visitor) -> Response:
    """Sign in. In place of somebody else only if the page said so: they may have signed in since it was shown."""
    opened = await _look(request, edge, written)
    fields, old = await _fields(request), secret_of(request, edge.config)
    if present is not None and present.actor.user_id not in (opened.user.id, fields.get("instead_of")):
        return _page(request, opened, present, 409)
    if opened.link.path == NEW_PASSWORD:
        try:
            choose, new = edge.services.records.choose_password, fields.get("password", "")
            login = await choose(opened.secret, new, old, browser=browser_of(request))
        except Invalid:
            return _page(request, opened, present, 422)
    else:
        login = await edge.services.accounts.follow_link(opened.secret, old, browser=browser_of(request))
    response = RedirectResponse(await _way_of(edge, opened), status_code=303)
    remember(response, login, edge.config)
    return response


async def _look(request: Request, edge: Edge, written: str) -> OpenedLink:
    """The link. One that works always does; only those that do not are counted. Raises LinkGone, TooManyRequests."""
    found = _SECRET.search(written)
    opened = await edge.services.links.look(found[0]) if found else None
    if opened is None:
        edge.rates.take(edge.config.limits.bad_link_from_address, place_of(request))
        raise LinkGone("This link is used up, expired or was replaced. Ask your tutor or center for a new one.")
    return opened


async def _fields(request: Request) -> dict[str, str]:
    """What the page's form says: `instead_of`, who was signed in when it was shown, and perhaps `password`."""
    body = (await request.body())[:_FORM_LIMIT].decode("ascii", "replace")
    try:
        return {name: values[0] for name, values in parse_qs(body, max_num_fields=10).items()}
    except ValueError:  # more fields than the form has
        return {}


async def _way_of(edge: Edge, opened: OpenedLink) -> str:
    """Where a personal link leads: a student into a session that is live or starts soon, else to the person's page."""
    if opened.link.path == NEW_PASSWORD:
        return home_of(opened.user.role)
    if opened.link.path != home_of(Role.STUDENT):
        return opened.link.path
    session_id = await edge.services.planning.to_enter(opened.actor)
    return STUDENT_PAGE.format(session_id=session_id) if session_id else opened.link.path


def _page(request: Request, opened: OpenedLink, present: Present | None, status: int) -> Response:
    """The page with the button. Its title, which messengers show, names nobody."""
    language = language_of(request.headers, cookies_of(request.headers))
    other = present.actor if present is not None and present.actor.user_id != opened.user.id else None
    choosing = opened.link.path == NEW_PASSWORD
    title = say(language, "password" if choosing else "join")
    text = say(language, "password.text", name=opened.user.name) if choosing else say(language, "join.text")
    words = Words(
        title,
        f"{text} {say(language, 'join.once')}" if opened.link.single_use and not choosing else text,
        ("/", say(language, "join.stay", other=other.name)) if other is not None else None,
        language=language,
        form=_form(
            language, opened, other.name if other else None, other.user_id if other else "", refused=status == 422
        ),
    )
    return HTMLResponse(shell.plain(words), status_code=status, headers={"Referrer-Policy": REFERRER})


def _form(language: Language, opened: OpenedLink, other: str | None, instead_of: str, *, refused: bool) -> str:
    """The button, and what it means to press it."""
    name = shown_name(opened)
    warning = f'<p class="warn">{escape(say(language, "join.instead", other=other))}</p>' if other else ""
    choosing = opened.link.path == NEW_PASSWORD
    button = say(language, "password.save") if choosing else say(language, "join.open_as", name=name)
    wrong = f'<p class="warn" role="alert">{escape(say(language, "password.wrong"))}</p>' if refused else ""
    password = f"<label>{escape(say(language, 'password.new'))}{_CHOOSE}</label>" if choosing else ""
    return (
        f'{warning}{wrong}<form method="post" action="/join/{escape(opened.secret)}">'
        f'<input type="hidden" name="instead_of" value="{escape(instead_of)}">'
        f'{password}<button translate="no"{"" if choosing else " autofocus"}>{escape(button)}</button></form>'
        f'<p class="small">{escape(say(language, "join.only", name=name))}</p>'
        f'<p class="small"><a href="{PRIVACY_PAGE.format(center_id=escape(opened.user.center_id))}">'
        f"{escape(say(language, 'privacy'))}</a></p>"
    )


def shown_name(opened: OpenedLink) -> str:
    """Enough to know oneself by. A link may get into wrong hands: of a child no more than the first name is told."""
    return first_name(opened.user.name) if opened.user.role is Role.STUDENT else opened.user.name


def first_name(name: str) -> str:
    """Of a child no more is told where it is not known who looks."""
    return next(iter(name.split()), name)
