"""People who reload, lose the network, open a second tab, leave; servers and engines that die."""

import asyncio
import os
import re
import signal

import pytest
from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.lesson import mode, status, together
from e2e.people import STEADY_SECONDS, until
from e2e.server import Server


async def test_a_student_who_reloads_is_back_with_one_click_and_keeps_the_time(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await mode(tutor, "Alice", "Teach")
    await tutor.keeps_seeing("alice")
    await alice.page.reload()
    await status(tutor, "Alice", "In the lobby")
    await alice.click("Join Session")
    await alice.sees("tutor")
    await alice.hears("tutor")
    await tutor.hears("alice")
    await tutor.sees("alice")
    await tutor.keeps_seeing("alice")


async def test_a_tutor_who_reloads_finds_the_session_as_it_was(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await mode(tutor, "Alice", "Teach")
    await alice.sees("tutor")
    await alice.keeps_seeing("tutor")
    await tutor.page.reload()
    lane = tutor.page.get_by_role("radiogroup", name=re.compile("Alice"))
    await expect(lane.get_by_role("radio", name="Teach")).to_be_checked()
    await tutor.sees("alice")
    await tutor.hears("alice")
    await alice.sees("tutor")
    await alice.hears("tutor")
    await alice.keeps_seeing("tutor", 2 * STEADY_SECONDS)


async def test_the_newer_of_two_tabs_wins_and_the_older_says_so(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    second = await alice.context.new_page()
    await second.goto(alice.page.url)
    await expect(alice.page.get_by_text("Open in another tab")).to_be_visible()
    await second.get_by_role("button", name="Join Session").click()
    await tutor.hears("alice")
    await status(tutor, "Alice", "Active")


async def test_a_student_who_leaves_is_offline_and_can_come_again(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await alice.page.get_by_role("button", name="Leave").click()
    await status(tutor, "Alice", "Offline")
    await tutor.does_not_hear("alice")
    await alice.click("Join again")
    await alice.click("Join Session")
    await tutor.sees("alice")


async def test_the_picture_does_not_stop_when_the_server_dies_and_the_page_is_right_again(
    invite: Invite, server: Server
) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    engine = server.engine_pid
    await server.kill()
    await alice.sees("tutor", 3)
    await server.start()
    assert server.engine_pid == engine, "the engine was not claimed"
    await status(tutor, "Alice", "Active")
    await mode(tutor, "Alice", "Teach")
    await alice.hears("tutor")
    await tutor.sees("alice", 3)


async def test_an_update_in_the_middle_of_a_lesson_is_seen_by_nobody(invite: Invite, server: Server) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await mode(tutor, "Alice", "Teach")
    engine, former = server.engine_pid, server.pid
    await asyncio.gather(server.update(), alice.keeps_seeing("tutor"), tutor.keeps_seeing("alice"))
    assert server.engine_pid == engine, "the engine was not claimed"
    assert server.pid != former
    await status(tutor, "Alice", "Active")
    await mode(tutor, "Alice", "Observe")
    await alice.does_not_hear("tutor")
    await alice.keeps_seeing("tutor")


async def test_a_killed_engine_is_replaced_and_everybody_is_connected_again(invite: Invite, server: Server) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await mode(tutor, "Alice", "Teach")
    dead = server.engine_pid
    os.kill(dead, signal.SIGKILL)

    async def replaced() -> bool:
        return server.engine_pid != dead

    await until(replaced, "another engine runs")
    await alice.sees("tutor")
    await alice.hears("tutor")
    await tutor.sees("alice")


@pytest.mark.lines("alice")
async def test_a_lost_connection_shows_and_heals_by_itself(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await alice.goes_offline()
    await status(tutor, "Alice", "Reconnecting")
    await alice.comes_back()
    await status(tutor, "Alice", "Active")
    await alice.sees("tutor")


REMOVE = """
async (student) => {
  const { csrf } = await (await fetch("/api/me")).json();
  const answer = await fetch("/api/academic/sessions/manage", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    body: JSON.stringify({ session_id: "session-123", action: "remove", student_id: student }),
  });
  return answer.status;
}
"""


async def test_a_student_who_is_removed_is_out_and_reaches_nobody(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await mode(tutor, "Alice", "Teach")
    await alice.hears("tutor")
    assert await tutor.page.evaluate(REMOVE, "demo-alice") == 200
    await expect(alice.page.get_by_text("You are no longer in this session")).to_be_visible()
    await alice.does_not_hear("tutor")
    await tutor.does_not_hear("alice")
    await tutor.does_not_see("alice")
    answer = await alice.page.reload()
    assert answer is not None
    assert answer.status == 404


async def test_ending_closes_the_call_for_all(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await tutor.click("End")
    await tutor.click("End session")
    await expect(alice.page.get_by_text("The session has ended")).to_be_visible()
    await expect(tutor.page.get_by_text("The session has ended")).to_be_visible()
    await alice.does_not_hear("tutor", 0.2)
