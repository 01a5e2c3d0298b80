"""Following a personal link, as people do: open it, press the one button of its page."""

from playwright.async_api import APIRequestContext, Page

LINK_PATH = "/join/"
BUTTON = 'form[action^="/join/"] button'


async def follow(page: Page, link: str) -> None:
    """To one's page. Whoever is signed in already is led there at once."""
    await page.goto(link)
    if LINK_PATH in page.url:
        await page.locator(BUTTON).click()
        await page.wait_for_url(lambda url: LINK_PATH not in url)


async def sign_in(request: APIRequestContext, link: str) -> None:
    """Only the login, without loading a page."""
    answer = await request.post(link, max_redirects=0)
    assert answer.status == 303, f"the link does not work: {answer.status}"
