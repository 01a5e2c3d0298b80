"""Around the session: planning, starting at once, coming in by link, and what the center's admin sees of it."""

import re

import pytest
from playwright.async_api import expect

from e2e.conftest import TEST_SECONDS, Invite
from e2e.server import Server
from e2e.ways_in import follow

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(TEST_SECONDS)]

PEOPLE = "name,role,email,grade_level\nFay Moore,student,,Grade 6\nTom Berg,tutor,{email},\n"


async def test_a_tutor_plans_a_series_and_calls_the_rest_of_it_off(server: Server, invite: Invite) -> None:
    tutor = (await invite("tutor")).page
    await tutor.goto(f"{server.url}/dashboard/tutor")
    await tutor.get_by_role("button", name="New session").click()
    await tutor.get_by_label("Title").fill("Algebra")
    await tutor.get_by_label("Repeat every week").check()
    await tutor.get_by_label("Number of sessions").fill("3")
    create = tutor.get_by_role("button", name="Create session")
    await expect(create).to_be_in_viewport(ratio=1)
    await tutor.get_by_role("checkbox", name="Alice Chen").check()
    await create.click()
    algebra = tutor.locator(".session-card", has_text="Algebra")
    await expect(algebra).to_have_count(3)
    await algebra.nth(1).get_by_role("button", name="Cancel").click()
    await tutor.get_by_text("This and all following").click()
    await tutor.get_by_label("Reason").fill("Holidays")
    await tutor.get_by_role("button", name="Cancel session").click()
    await expect(algebra.filter(has_text="Cancelled")).to_have_count(2)


async def test_a_session_starts_at_once_and_its_students_come_straight_in(server: Server, invite: Invite) -> None:
    tutor, alice = (await invite("tutor")).page, (await invite("alice")).page  # a new link ends what came by the old
    await tutor.goto(f"{server.url}/dashboard/tutor")
    await tutor.get_by_role("button", name="Start now").click()
    await tutor.get_by_label("Title").fill("Right now")
    await tutor.get_by_role("checkbox", name="Bob Williams").check()
    await tutor.get_by_role("dialog").get_by_role("button", name="Start", exact=True).click()
    await expect(tutor).to_have_url(re.compile("/dashboard/tutor/sessions/.+/live$"))
    started = tutor.url.split("/")[-2]
    await tutor.goto(f"{server.url}/dashboard/tutor")
    card = tutor.locator(".session-card", has_text="Right now")
    await card.get_by_role("button", name="Students").click()
    await tutor.get_by_role("button", name="Add Alice Chen to the session").click()
    await expect(tutor.get_by_role("dialog")).to_contain_text("A new link signs out whoever came by the former one")
    await tutor.get_by_role("dialog").get_by_role("button", name="Personal link for Alice Chen").click()
    link = await tutor.get_by_label("Personal link", exact=True).input_value()
    await follow(alice, link)
    await expect(alice).to_have_url(f"{server.url}/dashboard/student/sessions/{started}/video")


async def test_an_admin_sees_the_floor_and_imports_people(server: Server, invite: Invite) -> None:
    admin, tutor = (await invite("olga")).page, (await invite("tutor")).page
    await tutor.get_by_role("button", name="Start Session").click()
    await expect(admin).to_have_url(f"{server.url}/dashboard/center")
    card = admin.locator(".floor-card", has_text="Math Class")
    await expect(card).to_contain_text("Live now")
    await expect(card).to_contain_text("0 of 5 students here")
    await admin.get_by_role("link", name="People").click()
    await admin.get_by_role("button", name="Import a list").click()
    for email, said in (("", "1 line is wrong"), ("tom@example.org", "2 people can be imported")):
        table = {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE.format(email=email).encode()}
        await admin.get_by_label("File", exact=True).set_input_files(table)  # type: ignore[arg-type]
        await expect(admin.get_by_role("dialog")).to_contain_text(said)
    await admin.get_by_role("button", name="Import", exact=True).click()
    await expect(admin.locator(".person-row", has_text="Fay Moore")).to_be_visible()
