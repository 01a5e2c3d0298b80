"""Pictures of how a lesson ends, for one or for all."""

from playwright.async_api import expect

from e2e.pictures.lesson import Lesson


async def the_end(lesson: Lesson) -> None:
    """Another tab, the tutor away, removed, left, over."""
    album, tutor, alice, erin = lesson.album, lesson.tutor, lesson.alice, lesson.erin
    other = await alice.context.new_page()
    await other.goto(alice.page.url)
    await expect(alice.page.get_by_text("Open in another tab")).to_be_visible()
    await album.state(alice.page, "opened-elsewhere")
    await other.close()
    await lesson.bob.click("Leave")
    await album.state(lesson.bob.page, "student-left")
    live = tutor.page.url
    await tutor.page.goto(f"{lesson.cast.server.url}/dashboard/tutor")
    await lesson.david.is_told("Ms Rivera will be right back")
    await album.state(lesson.david.page, "student-tutor-away")
    card = tutor.page.locator(".session-card", has_text="Math Class")
    await card.get_by_role("button", name="Students").click()
    await tutor.page.get_by_role("button", name="Remove Erin Walsh from the session").click()
    await expect(erin.page.get_by_text("You are no longer in this session")).to_be_visible()
    await album.state(erin.page, "student-removed")
    await tutor.page.goto(live)
    await tutor.click("End")
    await tutor.click("End session")
    for person, name in ((lesson.carol, "student-ended"), (tutor, "tutor-ended")):
        await expect(person.page.get_by_text("The session has ended")).to_be_visible()
        await album.state(person.page, name)
