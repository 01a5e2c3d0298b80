"""A hand that has a keyboard and no mouse: where the focus is, whether it can be seen, what it can reach."""

from dataclasses import dataclass

from playwright.async_api import Page

TABS = 150
"""Far more than any page has stops; only a page that never comes to the wanted one is given up."""

_FOCUSED = """
() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  window.__reached ??= new Set();
  const known = window.__reached.has(element);
  window.__reached.add(element);
  const label = element.labels?.[0];
  const ringed = [element, label].some((each) => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const { top, bottom, left, right } = (label ?? element).getBoundingClientRect();
  const within = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  const words = element.getAttribute("aria-label") ?? (label ?? element).textContent ?? "";
  return { name: words.trim() || element.className, visible: ringed && within, known };
}
"""
_UNREACHED = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility() && !element.matches(":disabled") && element.tabIndex >= 0)
  .filter((element) => element.type !== "radio" || element.checked)
  .filter((element) => !window.__reached.has(element))
  .map((element) => element.outerHTML.slice(0, 120))
"""
"""Of radio buttons one is a stop, the others are reached by arrows (HTML, sequential focus navigation)."""


@dataclass(slots=True)
class Hand:
    """On the keyboard of this page."""

    page: Page

    async def press(self, *keys: str) -> None:
        """One after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def types(self, words: str) -> None:
        """Into whatever has the focus."""
        await self.page.keyboard.type(words)

    async def goes_to(self, name: str, *, key: str = "Tab") -> None:
        """Tab by tab to the control whose name begins like this; it can be seen that the focus is there."""
        passed = []
        for _ in range(TABS):
            await self.press(key)
            found = await self.page.evaluate(_FOCUSED)
            if found is not None and found["name"].startswith(name):
                assert found["visible"], f"the focus is on {name} and cannot be seen"
                return
            passed.append(found and found["name"])
        raise AssertionError(f"no way to {name} by {key}; passed {passed[:60]}")

    async def presses(self, name: str) -> None:
        """Go to the control and press Enter."""
        await self.goes_to(name)
        await self.press("Enter")

    async def reaches_everything(self) -> None:
        """Once through the page: the focus can be seen at every stop, and no control is left out."""
        await self.page.evaluate("() => { window.__reached = new Set(); }")
        unseen = []
        for _ in range(TABS):
            await self.press("Tab")
            found = await self.page.evaluate(_FOCUSED)
            if found is None:
                continue  # past the last one, and on from the first
            if found["known"]:
                break
            if not found["visible"]:
                unseen.append(found["name"])
        assert unseen == [], f"the focus cannot be seen at {unseen}"
        unreached = await self.page.evaluate(_UNREACHED)
        assert unreached == [], f"no way by Tab to {unreached}"
