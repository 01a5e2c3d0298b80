"""A session is recorded of those who agreed to it, and the files hold that and nothing else."""

import asyncio
import re
from typing import Any
from urllib.parse import urljoin

from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.lesson import Student, Tutor, mode
from e2e.people import until
from e2e.taped import Tape, played

READY_SECONDS = 90.0


async def agrees(person: Student | Tutor, *kinds: str) -> None:
    """To these kinds (none: to nothing), where the page asks."""
    asked = person.page.get_by_role("region", name="Recording", exact=True)
    await expect(asked).to_be_visible()
    if not kinds:
        await asked.get_by_role("button", name="Nothing of me").click()
        return
    for kind in kinds:
        await asked.get_by_role("checkbox", name=kind).check()
        await expect(asked.get_by_role("checkbox", name=kind)).to_be_checked()
    await asked.get_by_role("button", name="Done").click()


async def recordings(tutor: Tutor, session: str) -> list[dict[str, Any]]:
    answer = await tutor.page.request.get(urljoin(tutor.page.url, f"/api/sessions/{session}/recordings"))
    assert answer.status == 200, await answer.text()
    found: list[dict[str, Any]] = (await answer.json())["recordings"]
    return found


async def tapes(tutor: Tutor, session: str) -> dict[tuple[str, str], Tape]:
    """All files of the session, by person and kind, once they are ready."""

    async def ready() -> list[dict[str, Any]]:
        found = await recordings(tutor, session)
        assert not [x for x in found if x["status"] == "FAILED"], found
        return found if found and all(x["status"] == "READY" for x in found) else []

    found = await until(ready, "the recordings are ready", READY_SECONDS)
    tapes: dict[tuple[str, str], Tape] = {}
    for each in found:
        answer = await tutor.page.request.get(urljoin(tutor.page.url, each["download_url"]))
        assert answer.status == 200
        tapes[each["person_id"], each["kind"]] = await asyncio.to_thread(played, await answer.body())
    return tapes


async def is_seen_again(tutor: Tutor, session: str) -> None:
    """The page of the replay has the pictures of both who were recorded."""
    await tutor.page.goto(urljoin(tutor.page.url, f"/dashboard/tutor/sessions/{session}/replay"))
    await expect(tutor.page.locator("video")).to_have_count(2)

    async def plays() -> bool:
        return bool(
            await tutor.page.evaluate("[...document.querySelectorAll('video')].every((x) => x.readyState >= 2)")
        )

    await until(plays, "the replay has its pictures")


async def test_files_hold_what_was_agreed_to_and_received_and_nothing_else(invite: Invite) -> None:
    tutor, alice, bob = (
        Tutor.of(await invite("tutor")),
        Student.of(await invite("alice")),
        Student.of(await invite("bob")),
    )
    session = re.search(r"/sessions/([^/]+)/", tutor.page.url)
    assert session
    await agrees(tutor, "My sound", "My picture")
    await agrees(alice, "My sound", "My picture")
    await agrees(bob)
    await tutor.click("Start Session")
    await alice.joins()
    await bob.joins()
    indicator = tutor.page.locator(".recording-indicator")
    await expect(indicator).to_contain_text("Alice Chen")
    await expect(indicator).not_to_contain_text("Bob")
    await expect(alice.page.locator(".recording-indicator")).to_be_visible()
    await expect(bob.page.locator(".recording-indicator")).to_have_count(0)

    await tutor.hears("alice")
    await asyncio.sleep(4)
    await mode(tutor, "Alice", "Teach")
    await alice.hears("tutor")
    await asyncio.sleep(5)
    await mode(tutor, "Alice", "Observe")
    await tutor.click("Pause")
    await expect(indicator).to_have_count(0)
    await asyncio.sleep(4)
    await tutor.click("Resume")
    await expect(indicator).to_contain_text("Alice Chen")
    await asyncio.sleep(3)
    await alice.page.get_by_role("region", name="Recording", exact=True).get_by_role("button", name="Change").click()
    await alice.page.get_by_role("checkbox", name="My sound").uncheck()
    await expect(alice.page.locator(".recording-indicator")).to_contain_text("Your voice is not")
    await asyncio.sleep(4)
    await tutor.click("End")
    await tutor.page.get_by_role("dialog").get_by_role("button", name="End session").click()

    files = await tapes(tutor, session[1])
    assert {person for person, kind in files if kind == "person"} == {alice.user_id, "demo-tutor"}
    cut = {person for person, kind in files if kind == "to_student"}
    assert cut == {alice.user_id, bob.user_id}, "what the tutor showed to each of them"
    of_alice, of_tutor = files[alice.user_id, "person"], files["demo-tutor", "person"]
    assert set(of_alice.heard) == {"alice"}
    assert set(of_alice.seen) == {"alice"}
    assert set(of_tutor.heard) == {"tutor"}
    assert set(of_tutor.seen) == {"tutor"}
    assert 4 <= of_tutor.hears("tutor") <= 8, "only while Alice was in TEACH"
    to_alice, to_bob = files[alice.user_id, "to_student"], files[bob.user_id, "to_student"]
    assert set(to_alice.heard) == {"tutor"}
    assert abs(to_alice.hears("tutor") - of_tutor.hears("tutor")) <= 1
    assert not to_bob.heard, "nothing was said to Bob"
    assert set(to_bob.seen) == {"tutor"}
    assert of_alice.sees("alice") > of_alice.hears("alice") + 2, "no sound after it was taken back"
    assert of_alice.duration_ms / 1000 - of_alice.sees("alice") >= 3, "nothing in the break"
    await is_seen_again(tutor, session[1])
