"""The library's own page, as a tutor keeps it: files come in, are tried as a student, and go to the archive."""

import re

from playwright.async_api import FilePayload, Page, expect

from e2e.conftest import Invite
from e2e.lesson import Student, Tutor
from e2e.server import Server

GOOD = """\
---
title: Adding thirds
course: Maths
lesson: Fractions
---
Bring both to a **common denominator**.

```number
$\\frac{1}{3} + \\frac{1}{3} =$
= 2/3
```
"""
OTHER = GOOD.replace("Adding thirds", "Élan").replace("Maths", "French").replace("Fractions", "Words")
WRONG = GOOD.replace("= 2/3\n", "= many\n")
DROP = """
(files) => {
  const data = new DataTransfer();
  for (const { name, text } of files) data.items.add(new File([text], name, { type: "text/markdown" }));
  for (const kind of ["dragover", "drop"]) {
    document.querySelector("main").dispatchEvent(
      new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}
"""


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}


async def _brings_in(page: Page) -> None:
    """Two files by the button, one of them wrong; one more by dropping it."""
    await page.get_by_label("Import files").set_input_files([_file("thirds.md", GOOD), _file("wrong.md", WRONG)])
    results = page.get_by_role("region", name="Imported files").get_by_role("listitem")
    await expect(results.filter(has_text="thirds.md")).to_contain_text("1 new")
    await expect(results.filter(has_text="wrong.md")).to_contain_text("Line 10")
    await page.evaluate(DROP, [{"name": "words.md", "text": OTHER}])
    await expect(results.filter(has_text="words.md")).to_contain_text("1 new")


async def _tries_it(page: Page) -> None:
    """The sheet as a student has it: an answer is judged, and gone with the dialog."""
    for _ in range(2):
        await page.get_by_role("button", name="See Adding thirds as a student sees it").click()
        dialog = page.get_by_role("dialog")
        answer = dialog.get_by_role("textbox")
        await expect(answer).to_have_value("")
        for typed, told in (("1/3", "Not yet"), ("2/3", "Right!")):
            await answer.fill(typed)
            await dialog.get_by_role("button", name="Check").click()
            await expect(dialog).to_contain_text(told)
        await expect(dialog.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")
        await page.keyboard.press("Escape")


async def _offered(tutor: Tutor, alice: str) -> list[str]:
    await tutor.click(f"Assign an exercise to {alice}")
    dialog = tutor.page.get_by_role("dialog")
    await expect(dialog.locator(".pick").first).to_be_visible()
    titles = await dialog.locator(".pick").all_inner_texts()
    await tutor.page.keyboard.press("Escape")
    return titles


async def test_a_tutor_keeps_the_library_on_its_own_page(server: Server, invite: Invite) -> None:
    tutor, alice = Tutor.of(await invite("tutor")), Student.of(await invite("alice"))
    page = await tutor.context.new_page()
    await page.goto(f"{server.url}/dashboard/tutor")
    await page.get_by_role("link", name="Exercises").click()
    await _brings_in(page)
    await page.get_by_label("Search by title").fill("elan")
    await expect(page.get_by_role("status").filter(has_text=re.compile(r"^1 exercise$"))).to_be_visible()
    await expect(page.get_by_role("region", name="French → Words")).to_contain_text("Élan")
    await page.get_by_label("Search by title").fill("")
    await _tries_it(page)
    assert "Élan" in await _offered(tutor, alice.full_name)
    await page.get_by_role("checkbox", name="Select Élan").check()
    chosen = page.get_by_role("region", name="Selection")
    async with page.expect_download() as download:
        await chosen.get_by_role("button", name="Export").click()
    assert (await download.value).suggested_filename == "exercises.zip"
    await chosen.get_by_role("button", name="Archive").click()
    await expect(page.get_by_role("region", name="French → Words")).to_be_hidden()
    offered = await _offered(tutor, alice.full_name)
    assert "Adding thirds" in offered
    assert "Élan" not in offered
    await page.get_by_role("radiogroup").get_by_text("Archive", exact=True).click()
    await page.get_by_role("button", name="Restore Élan").click()
    await expect(page.get_by_text("Nothing is archived")).to_be_visible()
    assert "Élan" in await _offered(tutor, alice.full_name)


FAR = "$\\rlap{\\kern{-1.5em}\\colorbox{aqua}{$x$}}$"
STRAYING = f"""\
---
title: Straying
---
{FAR} begins before its text.

```choice
{FAR} Which?
- [x] {FAR} This
- [ ] That
```
"""
STRAY = """
(dialog) => [...dialog.querySelectorAll(".colorbox")].filter((box) => {
  const { left, top, width, height } = box.getBoundingClientRect();
  const [x, y, text] = [left + width / 2, top + height / 2, box.closest(".markdown").getBoundingClientRect()];
  const within = x >= text.left && x <= text.right && y >= text.top && y <= text.bottom;
  const hit = document.elementFromPoint(x, y);
  return !within && hit !== null && box.closest(".vlist").contains(hit);
}).length
"""
"""How many coloured boxes can be seen outside of the text that they belong to, by their middle."""
LET_OUT = """
(dialog) => dialog.querySelectorAll(".markdown, .katex-display").forEach((text) => { text.style.overflow = "visible"; })
"""


async def test_nothing_of_a_formula_is_drawn_outside_of_its_text(server: Server, invite: Invite) -> None:
    tutor = Tutor.of(await invite("tutor"))
    page = await tutor.context.new_page()
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"{server.url}/dashboard/exercises")
    await page.get_by_label("Import files").set_input_files([_file("straying.md", STRAYING)])
    await page.get_by_role("button", name="See Straying as a student sees it").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator(".colorbox")).to_have_count(3)
    assert await dialog.evaluate(STRAY) == 0
    await dialog.evaluate(LET_OUT)
    assert await dialog.evaluate(STRAY) == 3, "they would be seen"
