"""Pictures of what is around lessons: the door, homes, the center's pages, the connection test."""

from playwright.async_api import Page, expect

from e2e.pictures.album import Album
from e2e.pictures.cast import MINUTE_MS, Cast, add_people, get, post

ROSTER = (
    "name,role,email,grade_level,course_level\n"
    "Lena Fischer,student,,Grade 6,Math G5\n"
    "Mateo Rossi,student,,Grade 7,English G6\n"
    "Nora Berg,student,,Grade 8,Math G7\n"
    "Oscar Lund,tutor,oscar.lund@riverside.example,,\n"
)
WITHOUT_CALLS = "delete window.RTCPeerConnection;"


async def door(cast: Cast, album: Album) -> None:
    """What people see who have no way in, or whose browser cannot hold a call."""
    async with cast.window() as page:
        await page.goto("/login")
        await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        await album.page(page, "login")
        await page.goto("/join/nonsense")
        await album.state(page, "link-does-not-work")
    async with cast.window("alice", WITHOUT_CALLS) as page:
        await expect(page.get_by_text("cannot hold a video call")).to_be_visible()
        await album.state(page, "browser-not-supported")


async def plan(admin: Page, tutor: Page) -> str:
    """Sessions of this week; the answer is the id of the one that comes next."""
    await add_people(admin)
    people = (await get(admin, "/api/users"))["users"]
    ids = {person["name"]: person["id"] for person in people}
    students = [person["id"] for person in people if person["role"] == "STUDENT"]
    now = await tutor.evaluate("Date.now()")

    def asked(title: str, minutes: int, who: list[str], **more: object) -> dict[str, object]:
        start = now - now % (5 * MINUTE_MS) + minutes * MINUTE_MS
        times = {"scheduled_start": start, "scheduled_end": start + 60 * MINUTE_MS}
        return {"title": title, "student_ids": who, **times, **more}

    url = "/api/academic/sessions/create"
    soon = await post(tutor, url, asked("Geometry, small group", 15, students[:3]))
    repeat = {"weekdays": ["TU", "TH"], "time_zone": "Europe/London", "count": 4}
    series = asked("English for grades 7 and 8", 26 * 60, students[1:5], repeat=repeat)
    await post(tutor, "/api/academic/sessions/series", series)
    theirs = {"tutor_id": ids["Tunde Adeyemi"]}
    await post(admin, url, asked("Reading circle", -10, students[5:9], **theirs))
    await post(admin, url, asked("Algebra for grade 8", 180, students[4:10], **theirs))
    return str(soon["session"]["id"])


async def center(admin: Page, album: Album) -> None:
    """The admin's pages."""
    for part, name in (("", "floor"), ("/sessions", "sessions"), ("/people", "people"), ("/settings", "settings")):
        await admin.goto(f"/dashboard/center{part}")
        await expect(admin.get_by_text("Loading")).to_have_count(0)
        await album.page(admin, f"center-{name}")
    await admin.goto("/dashboard/center/people")
    await admin.get_by_role("button", name="Add a person").click()
    await album.state(admin, "center-add-person")
    await admin.keyboard.press("Escape")
    await admin.get_by_role("button", name="Import a list").click()
    for row, name in (("", "center-import"), ("Petra Hahn,teacher,,,\n", "center-import-wrong")):
        table = {"name": "people.csv", "mimeType": "text/csv", "buffer": (ROSTER + row).encode()}
        await admin.get_by_label("File", exact=True).set_input_files(table)  # type: ignore[arg-type]
        await expect(admin.get_by_role("dialog")).to_contain_text("is wrong" if row else "can be imported")
        await album.state(admin, name)
    await admin.goto("/dashboard/center/links")
    await admin.get_by_role("button", name="Make the links").click()
    await expect(admin.get_by_role("img").first).to_be_visible()
    await album.page(admin, "center-links")


async def tutor_home(tutor: Page, album: Album) -> None:
    """The tutor's home and its dialogs."""
    await tutor.goto("/dashboard/tutor")
    await expect(tutor.locator(".session-card").first).to_be_visible()
    await album.page(tutor, "tutor-home")
    await tutor.get_by_role("button", name="New session").click()
    await tutor.get_by_label("Title").fill("Fractions, Thursday group")
    await tutor.get_by_label("Repeat every week").check()
    for name in ("Alice Chen", "Carol Diaz"):
        await tutor.get_by_role("checkbox", name=name).check()
    await tutor.get_by_label("Title").scroll_into_view_if_needed()
    await album.state(tutor, "tutor-create")
    await tutor.keyboard.press("Escape")
    await tutor.get_by_role("button", name="Start now").click()
    await tutor.get_by_role("checkbox", name="Bob Williams").check()
    await album.state(tutor, "tutor-start-now")
    await tutor.keyboard.press("Escape")
    await tutor.locator(".session-card").first.get_by_role("button", name="Students").click()
    await expect(tutor.get_by_role("dialog")).to_contain_text("Alice Chen")
    await album.state(tutor, "tutor-students")
    dialog = tutor.get_by_role("dialog")
    await dialog.get_by_role("button", name="Personal link for Alice Chen").click()
    await album.state(tutor, "tutor-link")


async def connection_test(cast: Cast, album: Album) -> None:
    """Before, meanwhile, result."""
    async with cast.window("bob") as page:
        await page.context.grant_permissions(["camera", "microphone"])
        await page.goto("/connection-test")
        await album.page(page, "connection-test")

        async def begin() -> None:
            await page.goto("/connection-test")
            await page.get_by_role("button", name="Start the test").click()
            await page.wait_for_timeout(300)

        await album.state(page, "connection-test-running", begin)
        await page.get_by_role("button", name="Test again").wait_for(timeout=90_000)
        await album.state(page, "connection-test-result")


async def around(cast: Cast, album: Album) -> None:
    """The door, the center and the tutor's home; a session is live meanwhile, and one is late."""
    await door(cast, album)
    async with cast.window("olga") as admin, cast.window("tutor") as tutor:
        await plan(admin, tutor)
        await tutor.get_by_role("button", name="Start Session").click()
        async with cast.window("alice") as page:
            await page.get_by_role("button", name="Join Session").click()
            await expect(page.get_by_role("button", name="Leave", exact=True)).to_be_visible()
            await page.get_by_role("button", name="Ask for help").click()
            await page.get_by_role("dialog").get_by_text("Soon").click()
            await page.get_by_role("dialog").get_by_role("button", name="Ask for help").click()
            await center(admin, album)
        await tutor_home(tutor, album)


async def alone(cast: Cast, album: Album) -> None:
    """What a student sees before the day of a session comes."""
    async with cast.window("olga") as admin, cast.window("tutor") as tutor, cast.window("carol") as page:
        await plan(admin, tutor)
        await page.goto("/dashboard/student")
        await expect(page.get_by_role("region", name="Your next session")).to_be_visible()
        await album.page(page, "student-home")
    await connection_test(cast, album)
