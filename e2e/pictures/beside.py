"""Pictures of the pages on which things are kept in order: exercises, people and their logins, the record."""

from playwright.async_api import Page, expect

from e2e.pictures.album import Album
from e2e.pictures.around import plan
from e2e.pictures.cast import Cast, post
from e2e.pictures.library import LIBRARY


async def exercises(tutor: Page, album: Album) -> None:
    """The page of the library: the list, a selection, one exercise as a student sees it."""
    for exercise in LIBRARY:
        await post(tutor, "/api/exercises", exercise)
    await tutor.goto("/dashboard/exercises")
    await expect(tutor.get_by_role("checkbox").nth(2)).to_be_visible()
    await album.page(tutor, "library")
    await tutor.get_by_role("checkbox").nth(1).check()
    await expect(tutor.get_by_role("region", name="Selection")).to_be_visible()
    await album.state(tutor, "library-selection")
    await tutor.get_by_role("button", name="as a student sees it").first.click()
    await expect(tutor.get_by_role("dialog").locator(".sheet")).to_be_visible()
    await album.state(tutor, "library-as-a-student")
    await tutor.keyboard.press("Escape")


async def own_account(tutor: Page, album: Album) -> None:
    """Where one is signed in, another password, another tutor for a session."""
    await tutor.goto("/dashboard/tutor")
    for name, picture in (("Where you are signed in", "logins"), ("Choose your password", "password")):
        await tutor.get_by_role("button", name=name, exact=True).click()
        await expect(tutor.get_by_role("dialog")).not_to_contain_text("Loading")
        await album.state(tutor, picture)
        await tutor.keyboard.press("Escape")
    await tutor.get_by_role("button", name="Hand over").first.click()
    await expect(tutor.get_by_role("option", name="Tunde Adeyemi")).to_have_count(1)
    await album.state(tutor, "tutor-hand-over")
    await tutor.keyboard.press("Escape")


async def people(admin: Page, album: Album) -> None:
    """One person mended; the record of who used which way in."""
    await admin.goto("/dashboard/center/people")
    await admin.get_by_role("button", name="Edit Alice Chen").click()
    await album.state(admin, "center-edit-person")
    await admin.keyboard.press("Escape")
    await admin.goto("/dashboard/center/record")
    await expect(admin.get_by_role("row").nth(2)).to_be_visible()
    await album.page(admin, "center-record")


async def beside(cast: Cast, album: Album) -> None:
    """All of these; the page of a personal link first, which nobody has used yet."""
    async with cast.window() as page:
        await page.goto(cast.server.links["bob"])
        await expect(page.get_by_role("button")).to_be_visible()
        await album.state(page, "personal-link")
    async with cast.window("olga") as admin, cast.window("tutor") as tutor:
        await plan(admin, tutor)
        await exercises(tutor, album)
        await own_account(tutor, album)
        await people(admin, album)
