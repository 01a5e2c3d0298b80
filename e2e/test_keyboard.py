"""A lesson without a mouse, on both sides."""

from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.keyboard import Hand
from e2e.lesson import Student, Tutor


async def switches_by_keys(hand: Hand) -> None:
    """M and V: microphone and camera, off and on."""
    for key, off, on in (("m", "Mute", "Unmute"), ("v", "Turn camera off", "Turn camera on")):
        for before, after in ((off, on), (on, off)):
            await expect(hand.page.get_by_role("button", name=before, exact=True)).to_be_visible()
            await hand.press(key)
            await expect(hand.page.get_by_role("button", name=after, exact=True)).to_be_visible()


async def nothing_happened(hand: Hand) -> None:
    """Keys went to where they were typed: both devices are on, and nothing has opened."""
    for name in ("Mute", "Turn camera off"):
        await expect(hand.page.get_by_role("button", name=name, exact=True)).to_be_visible()
    await expect(hand.page.get_by_role("dialog")).to_be_hidden()


async def keys_are_the_boards(hand: Hand) -> None:
    """On a board they are Excalidraw's: also "?", which opens its list and not ours."""
    await hand.press("m", "v", "h", "1")
    await nothing_happened(hand)
    board_keys = hand.page.locator(".HelpDialog")
    await hand.press("?")
    await expect(board_keys).to_be_visible()
    await hand.press("Escape")
    await expect(board_keys).to_be_hidden()
    await nothing_happened(hand)


async def test_a_student_needs_no_mouse(invite: Invite) -> None:
    tutor, alice = Tutor.of(await invite("tutor")), Student.of(await invite("alice"))
    await tutor.click("Start Session")
    hand = Hand(alice.page)
    await expect(alice.page.get_by_role("button", name="Play a sound")).to_be_visible()  # which comes last
    await hand.reaches_everything()
    await hand.presses("Join Session")
    await alice.sees("tutor")
    await hand.reaches_everything()
    await switches_by_keys(hand)

    await hand.press("h")
    dialog = alice.page.get_by_role("dialog", name="Ask Ms Rivera for help")
    await expect(dialog).to_be_visible()
    await hand.goes_to("It can wait")
    await hand.press("ArrowRight", "ArrowRight")
    await hand.goes_to("What is it about?")
    await hand.types("How do I move halves? mv")
    await nothing_but_the_dialog(alice, "How do I move halves? mv")
    await hand.presses("Ask for help")
    await expect(dialog).to_be_hidden()
    await nothing_happened(hand)
    await alice.is_told("You are next.")
    await expect(tutor.help_panel.get_by_role("listitem")).to_contain_text("How do I move halves? mv")

    await hand.presses("Your board")
    await expect(alice.page.locator(".excalidraw")).to_be_focused()
    await keys_are_the_boards(hand)
    await hand.goes_to("Close board", key="Shift+Tab")
    await hand.press("Enter")
    await expect(alice.page.locator(".excalidraw")).to_be_hidden()
    await hand.press("?")
    await expect(alice.page.get_by_role("dialog", name="Keys")).to_be_visible()
    await hand.press("Escape")
    await expect(alice.page.get_by_role("dialog")).to_be_hidden()
    await hand.presses("Leave")
    await alice.is_told("You left the session")


async def nothing_but_the_dialog(student: Student, words: str) -> None:
    """What was typed is in the field, and microphone and camera are as they were."""
    await expect(student.page.get_by_role("dialog").get_by_role("textbox")).to_have_value(words)
    for name in ("Mute", "Turn camera off"):
        await expect(student.page.locator(f'button[aria-label="{name}"]')).to_be_visible()


async def test_a_tutor_runs_a_lesson_without_a_mouse(invite: Invite) -> None:
    tutor, alice = Tutor.of(await invite("tutor")), Student.of(await invite("alice"))
    hand = Hand(tutor.page)
    await hand.presses("Start Session")
    await alice.joins()
    await tutor.sees("alice")
    await hand.reaches_everything()
    await switches_by_keys(hand)

    await hand.press("1")
    await expect(tutor.lane(alice)).to_be_focused()
    await hand.page.keyboard.down("Space")
    await alice.hears("tutor")
    await hand.page.keyboard.up("Space")
    await alice.does_not_hear("tutor")
    await hand.goes_to("Observe")
    await hand.press("ArrowLeft")
    await alice.is_told("You're with Ms Rivera now")
    await hand.press("ArrowRight")
    await alice.is_told("Work on your own")

    await hand.presses(f"Assign an exercise to {alice.full_name}")
    await hand.goes_to("Search by title")
    await hand.types("essay")
    await hand.presses("Essay")
    await alice.works_on("Essay")
    await alice.asks_for_help("high", "May I start?")
    await expect(tutor.help_panel.get_by_role("listitem")).to_be_visible()
    await hand.presses(f"Respond to {alice.full_name}")
    await alice.hears("tutor")
    await writes_and_draws(hand, tutor, alice)

    await hand.press("?")
    await expect(tutor.page.get_by_role("dialog", name="Keys")).to_be_visible()
    await hand.press("Escape")
    await expect(tutor.page.get_by_role("dialog")).to_be_hidden()
    await hand.presses("End")
    await hand.presses("End session")
    await alice.is_told("The session has ended")


async def writes_and_draws(hand: Hand, tutor: Tutor, alice: Student) -> None:
    """In the enlarged lane keys belong to the message and to the board; elsewhere Escape leads back."""
    large = tutor.page.get_by_role("region", name=f"Lane of {alice.full_name}")
    await expect(tutor.page.locator(".excalidraw canvas.interactive")).to_be_visible()
    await hand.goes_to(f"Message to {alice.full_name}")
    await hand.types("Take 1 of 2: mv?")
    await nothing_happened(hand)
    await hand.press("Enter")
    await expect(large.get_by_role("log").get_by_text("Take 1 of 2: mv?")).to_be_visible()
    await tutor.page.locator(".excalidraw").first.focus()
    await keys_are_the_boards(hand)
    await hand.goes_to("Back to all", key="Shift+Tab")
    await hand.press("Escape")
    await expect(large).to_be_hidden()
    await hand.press("1", "1")
    await expect(large).to_be_visible()
    await hand.goes_to("Back to all")
    await hand.press("Enter")
    await expect(large).to_be_hidden()
