"""The outermost layer: security headers, HEAD, limits of what comes in, one log line, no unhandled error."""

import re
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskside.domain.site import is_own
from deskside.http import not_loaded, too_old
from deskside.http.bodies import limited
from deskside.http.error_pages import ErrorPage, is_navigation
from deskside.http.errors import problem

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
HEAD_ALONE = "deskside.head_alone"
"""In the scope of what was asked with HEAD: whoever answers with much may leave it out."""
"""RFC 9110 section 9.2.1."""
HSTS = "max-age=31536000; includeSubDomains"
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")
"""What a policy can name (CSP 3, 2.3.1, host-source): no address of IPv6; there 'self' has to do."""
_CSP = (
    f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {too_old.SOURCE} {not_loaded.SOURCE}; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; "
    "connect-src {connect}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; manifest-src 'self'"
)
_DOCS_CSP = (
    "default-src 'none'; script-src 'unsafe-inline' https://cdn.jsdelivr.net; connect-src 'self'; "
    "style-src 'unsafe-inline' https://cdn.jsdelivr.net; img-src data: https://fastapi.tiangolo.com; base-uri 'none'"
)
"""For FastAPI's page of the API's description, which a developer has to switch on."""
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

BARE = {
    **_FIXED,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""Headers of answers that are no page."""

_log = structlog.get_logger("http")


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, url: str, docs_path: str | None) -> None:
        """`url`: where browsers find Deskside; by https they are told to use nothing else. `docs_path`: None: off."""
        self._app = app
        self._url = url
        self._secure = url.startswith("https://")
        self._docs_path = docs_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other scopes pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, method, path = time.perf_counter(), scope["method"], scope["path"]
        headers = Headers(scope=scope)
        inner = {**scope, "method": "GET", HEAD_ALONE: True} if method == "HEAD" else scope
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(MutableHeaders(scope=message), path, headers.get("host", ""))
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        told: Send = ErrorPage(headers, answer).send if is_navigation(headers) else answer
        if method not in SAFE_METHODS and comes_from_elsewhere(headers, self._url):
            refusal = problem(403, "cross_site", "This was sent by another site. Use Deskside's own pages.")
            await refusal(scope, receive, told)
        else:
            try:
                await self._app(inner, limited(receive, path), told)
            except Exception:  # noqa: BLE001  # the edge: nothing that went wrong inside reaches a browser
                _log.exception("unhandled", method=method, route=_route(inner))
                if status == 0:
                    failed = problem(500, "internal", "Something went wrong here; it was logged. Try again.")
                    await failed(scope, receive, told)
        _note(inner, method, status, began)

    def _add_headers(self, headers: MutableHeaders, path: str, host: str) -> None:
        for name, value in _FIXED.items():
            headers.setdefault(name, value)
        policy = _DOCS_CSP if path == self._docs_path else content_security_policy(host, secure=self._secure)
        headers["Content-Security-Policy"] = policy
        headers.setdefault("Cache-Control", "no-store")
        if self._secure:
            headers["Strict-Transport-Security"] = HSTS


def with_headers(app: ASGIApp) -> ASGIApp:
    """The security headers on every answer, also on those that the gate does not see, such as a refused socket's."""

    async def headed(scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in BARE.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, answer)

    return headed


def content_security_policy(host: str, *, secure: bool) -> str:
    """The policy for pages served at this Host; browsers that do not count sockets as 'self' are told of the socket."""
    socket = f" {'wss' if secure else 'ws'}://{host}" if _HOST.fullmatch(host) else ""
    return _CSP.format(connect=f"'self'{socket}")


def comes_from_elsewhere(headers: Headers, url: str) -> bool:
    """Whether a browser says that another site made it send this. Programs that are no browsers say nothing.

    Sec-Fetch-Site (W3C Fetch Metadata) decides; browsers without it send Origin, which must be of the site's `url` or
    of the host that was asked.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and not is_own(origin, headers.get("host", ""), url)


def _route(scope: Scope) -> str:
    """The path's pattern: the path itself can hold a secret."""
    return str(getattr(scope.get("route"), "path", "unknown"))


def _note(scope: Scope, method: str, status: int, began: float) -> None:
    acts = method not in SAFE_METHODS or status >= 400
    (_log.info if acts else _log.debug)(
        "request",
        method=method,
        route=_route(scope),
        status=status,
        ms=round((time.perf_counter() - began) * 1000, 1),
        session=scope.get("path_params", {}).get("session_id"),
        actor=scope.get("state", {}).get("actor"),
    )
