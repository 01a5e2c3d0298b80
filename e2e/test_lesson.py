"""A lesson with private lanes, in real browsers, measured from what is really received."""

import re

from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.people import Person


async def mode(tutor: Person, student: str, wanted: str) -> None:
    """The tutor switches a student's lane to TEACH or OBSERVE."""
    lane = tutor.page.get_by_role("radiogroup", name=re.compile(student, re.IGNORECASE))
    await lane.get_by_text(wanted, exact=True).click()
    await expect(lane.get_by_role("radio", name=wanted)).to_be_checked()


async def start(tutor: Person) -> None:
    """The tutor starts the session."""
    await tutor.click("Start Session")
    await expect(tutor.page.locator(".video-grid")).to_be_visible()


async def test_a_tutor_teaches_alice_and_bob_in_private_lanes(invite: Invite) -> None:
    tutor, alice, bob = await invite("tutor"), await invite("alice"), await invite("bob")
    await start(tutor)
    for student in (alice, bob):
        await student.click("Join Session")
        await student.sees("tutor")
        await tutor.sees(student.name)
        await tutor.hears(student.name)

    await alice.does_not_hear("tutor")
    await bob.does_not_hear("tutor")
    for one, other in ((alice, "bob"), (bob, "alice")):
        await one.does_not_hear(other)
        await one.does_not_see(other)

    await mode(tutor, "Alice", "Teach")
    await alice.hears("tutor")
    await bob.does_not_hear("tutor")

    await mode(tutor, "Alice", "Observe")
    await alice.does_not_hear("tutor")
    await tutor.hears("alice")
