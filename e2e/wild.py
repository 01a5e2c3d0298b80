"""What browsers and networks do to a page: translation, parts that do not come, the oldest browsers that are served."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page, Route

import deskside

TRANSLATE = """
() => {
  const SKIPPED = "script, style, textarea, svg, font, [translate=no]";
  const translate = (text) => {
    if (!text.isConnected || text.parentElement.closest(SKIPPED) || text.data.trim() === "") return;
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    inner.textContent = text.data;
    outer.append(inner);
    text.replaceWith(outer);
  };
  const below = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.forEach(translate);
  };
  below(document.body);
  const again = (records) => setTimeout(() => {
    const here = records.map(({ target }) => target).filter((target) => target.isConnected);
    for (const target of here) below(target.nodeType === 3 ? target.parentElement : target);
  });
  new MutationObserver(again).observe(document.body, { childList: true, subtree: true, characterData: true });
}
"""
"""As the translation of Chromium does it: each text gives way to two nested <font> elements, also what comes later.
The words stay the same, so that stories can speak of them."""

_NEWER = Path(__file__).parent.parent / "web" / "oldest" / "newer.ts"
"""What the oldest browsers that are served lack: the list by which the build is checked."""
_REMOVE = """
(() => {
  const { statics, globals, members, sets, helpers } = NAMES;
  const gone = (object, name) => {
    for (let owner = object; owner; owner = Object.getPrototypeOf(owner)) delete owner[name];
  };
  const own = Object.getOwnPropertyNames(globalThis).map((name) => {
    try { return globalThis[name]; } catch { return null; }
  });
  const kinds = own.filter((value) => typeof value === "function" && value.prototype).map((kind) => kind.prototype);
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  for (const name of members) for (const kind of kinds) if (Object.hasOwn(kind, name)) delete kind[name];
  for (const name of sets) for (const kind of [Set, Array, ArrayBuffer, Uint8Array]) gone(kind.prototype, name);
  for (const name of helpers) delete iterators[name];
  for (const name of statics) {
    const [owner, member] = name.split(".");
    if (globalThis[owner]) gone(globalThis[owner], member);
  }
  for (const name of globals) delete globalThis[name];
})();
"""


def without_newer() -> str:
    """A script that takes away what came after the oldest browsers that are served, before anything else runs."""
    source = re.sub(r"//.*", "", _NEWER.read_text())

    def names(of: str) -> list[str]:
        listed = re.search(rf"{of}: ReadonlySet<string> = new Set\((.*?)\);", source, re.DOTALL)
        assert listed, f"{_NEWER.name} has no {of}"
        return [name for quoted in re.findall(r'"([^"]+)"', listed[1]) for name in quoted.split()]

    of = {"statics": "STATICS", "globals": "GLOBALS", "members": "MEMBERS", "sets": "OWN_CALLS", "helpers": "HELPERS"}
    return _REMOVE.replace("NAMES", json.dumps({key: names(listed) for key, listed in of.items()}))


async def translated(page: Page) -> None:
    """From now on this page is translated."""
    await page.evaluate(TRANSLATE)
    assert await page.locator("font").count() > 0


class Missing:
    """A part of the page whose file does not come, as often as it is asked for until `back`."""

    def __init__(self, page: Page, part: str, *, status: int | None) -> None:
        """`part`: how the file's name begins. `status`: what the server answers; None: nobody answers."""
        self._page, self._pattern, self._status = page, f"**/assets/{part}-*", status
        self.asked = 0

    async def __aenter__(self) -> "Missing":
        await self._page.route(self._pattern, self._refuse)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.back()

    async def back(self) -> None:
        """The file comes again."""
        await self._page.unroute(self._pattern, self._refuse)

    async def _refuse(self, route: Route) -> None:
        self.asked += 1
        if self._status is None:
            await route.abort("internetdisconnected")
        else:
            await route.fulfill(status=self._status)


_MANIFEST = Path(deskside.__file__).parent / "web" / "manifest.json"


def lazy_files() -> frozenset[str]:
    """Scripts and styles of our own that no page begins with: what comes late, as `assets/…`."""
    manifest: dict[str, dict[str, Any]] = json.loads(_MANIFEST.read_text())

    def files(chunk: str, seen: set[str]) -> set[str]:
        if chunk in seen:
            return set()
        seen.add(chunk)
        it = manifest[chunk]
        below = [files(name, seen) for name in it.get("imports", [])]
        return {it["file"], *it.get("css", [])}.union(*below)

    first, late = set[str](), set[str]()
    for name, chunk in manifest.items():
        if chunk.get("isEntry"):
            first |= files(name, set())
        elif chunk.get("isDynamicEntry") and name.startswith("src/"):
            late |= files(name, set())
    return frozenset(late - first)


class FailsOnce:
    """In all pages of a browser, each file that comes late does not come when it is first asked for."""

    def __init__(self, context: BrowserContext) -> None:
        self._context, self._left = context, set(lazy_files())
        self.failed: list[str] = []

    async def begin(self) -> None:
        """From now on."""
        await self._context.route("**/assets/**", self._once)

    async def _once(self, route: Route) -> None:
        file = "assets/" + route.request.url.partition("/assets/")[2].partition("?")[0]
        if file not in self._left:
            await route.continue_()
            return
        self._left.remove(file)
        self.failed.append(file)
        await route.abort("internetdisconnected")
