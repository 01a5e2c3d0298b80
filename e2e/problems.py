"""What goes wrong in a browser unseen: errors that nobody caught, and violations of the Content-Security-Policy."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, ConsoleMessage, Page

VIOLATION = "Content Security Policy"
"""In every line about one: those that Chromium itself writes to the console, and those of the event."""
TELL_VIOLATIONS = f"""
addEventListener("securitypolicyviolation", ({{ effectiveDirective, blockedURI, sourceFile }}) =>
  console.error(`{VIOLATION}: ${{effectiveDirective}} refused ${{blockedURI}} in ${{sourceFile}}`));
"""
"""Run before a page's own scripts."""


class Problems:
    """Those of one person; in all pages of the context, and in the workers of pages that are `watched`."""

    def __init__(self, name: str, context: BrowserContext) -> None:
        self.name = name
        self.found: list[str] = []
        self._sessions: list[CDPSession] = []
        self._asking: set[asyncio.Future[Any]] = set()
        context.on("console", self._read_console)
        context.on("weberror", lambda error: self._add(str(error.error)))

    async def watch_workers(self, page: Page) -> None:
        """A worker's violations are in its own log only, which Playwright does not read.

        Chromium keeps a log's entries until somebody asks for them (`Log.enable` of the DevTools protocol): none is
        missed, however early it comes.
        """
        session = await page.context.new_cdp_session(page)
        self._sessions.append(session)
        session.on("Target.attachedToTarget", lambda event: self._ask_for_log(session, event))
        session.on("Target.receivedMessageFromTarget", self._read_log)
        await session.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False})

    def _ask_for_log(self, session: CDPSession, event: Mapping[str, Any]) -> None:
        message = json.dumps({"id": 1, "method": "Log.enable"})
        asking = session.send("Target.sendMessageToTarget", {"sessionId": event["sessionId"], "message": message})
        task = asyncio.ensure_future(asking)
        self._asking.add(task)
        task.add_done_callback(self._asked)

    def _asked(self, task: asyncio.Future[Any]) -> None:
        """A worker that has ended meanwhile cannot be asked."""
        self._asking.discard(task)
        if not task.cancelled():
            task.exception()

    def _read_log(self, event: Mapping[str, Any]) -> None:
        entry = json.loads(event["message"]).get("params", {}).get("entry", {})
        self._add_violation(f"worker: {entry.get('text', '')}")

    def _read_console(self, line: ConsoleMessage) -> None:
        self._add_violation(line.text)

    def _add_violation(self, text: str) -> None:
        if VIOLATION in text:
            self._add(text)

    def _add(self, text: str) -> None:
        self.found.append(f"{self.name}: {text}")
