"""What browsers and networks do to a page: translation, parts that do not come, the oldest browsers that are served."""

from playwright.async_api import Page, Route

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

WITHOUT_NEW_APIS = """
  const gone = (object, ...names) => { for (const name of names) if (object) delete object[name]; };
  gone(AbortSignal, "any");
  gone(Promise, "withResolvers", "try");
  gone(Object, "groupBy");
  gone(Map, "groupBy");
  gone(Array, "fromAsync");
  gone(Array.prototype, "toSorted", "toReversed", "toSpliced", "with");
  gone(URL, "canParse", "parse");
  gone(Set.prototype, "union", "intersection", "difference", "isSubsetOf", "isSupersetOf", "isDisjointFrom");
  gone(String.prototype, "isWellFormed", "toWellFormed");
  gone(globalThis, "Iterator", "documentPictureInPicture", "CloseWatcher", "scheduler", "navigation");
  gone(Element.prototype, "checkVisibility", "moveBefore", "setHTMLUnsafe", "getHTML");
  gone(HTMLElement.prototype, "showPopover", "hidePopover", "togglePopover");
  gone(RegExp, "escape");
"""
"""What came after Chrome 109 or Safari 16.4, the oldest that are served."""


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
