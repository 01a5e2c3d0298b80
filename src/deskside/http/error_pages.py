"""Errors of navigations: whoever went somewhere with a browser reads a page with words; programs keep the problem
document. One place turns the one into the other, so no error of the application can be forgotten.
"""

import json
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import Message, Send

from deskside.http import shell
from deskside.http.shell import Words
from deskside.http.words import about, language_of, say

PROBLEM = "application/problem+json"
WAIT_MOST_SECONDS = 3600
AGAIN_AT_LEAST_SECONDS = 2


def is_navigation(headers: Headers) -> bool:
    """Whether a person goes somewhere, as Sec-Fetch-Mode (Fetch Metadata) says; browsers without it ask for HTML."""
    mode = headers.get("sec-fetch-mode")
    return mode == "navigate" if mode is not None else "text/html" in headers.get("accept", "")


def cookies_of(headers: Headers) -> dict[str, str]:
    """The cookies of a request."""
    return cookie_parser(headers.get("cookie", ""))


class ErrorPage:
    """Sends what the application sends, but a problem as a page."""

    def __init__(self, headers: Headers, send: Send) -> None:
        """`headers`: of the request, which is a navigation."""
        self._headers = headers
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Pass on, or hold back until the whole problem is known."""
        if message["type"] == "http.response.start":
            if MutableHeaders(scope=message).get("content-type") == PROBLEM:
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        code = str(json.loads(self._body).get("code", ""))
        wait = headers.get("retry-after", "")
        retry_seconds = int(wait) if wait.isdecimal() else None
        page = error_page(self._headers, start["status"], code, retry_seconds).encode()
        headers["content-type"] = "text/html; charset=utf-8"
        headers["content-length"] = str(len(page))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})


def error_page(headers: Headers, status: int, code: str, retry_seconds: int | None) -> str:
    """The page for an error, in the language of whoever sent `headers`. It loads nothing and needs no script."""
    language, key = language_of(headers, cookies_of(headers)), about(status, code)
    if retry_seconds is not None:
        retry_seconds = min(max(retry_seconds, AGAIN_AT_LEAST_SECONDS), WAIT_MOST_SECONDS)
    again = "" if retry_seconds is None else f"<p>{escape(say(language, 'again', seconds=retry_seconds))}</p>"
    return shell.plain(
        Words(
            say(language, key),
            say(language, f"{key}.text"),
            ("/", say(language, "start")),
            language=language,
            retry_seconds=retry_seconds,
            form=again,
        )
    )
