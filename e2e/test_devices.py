"""Devices as they are: calls that take them away, tracks that die, headsets that are pulled, pages in the background.

What no machine without people has (a phone, a hand that pulls a plug) is simulated by what it fires: docs/devices.md.
"""

from typing import Any

from playwright.async_api import Page, expect

from e2e.conftest import Invite
from e2e.lesson import Student, mode, together
from e2e.people import until

REHEARSE = """
(() => {
  const media = navigator.mediaDevices;
  const [take, list] = [media.getUserMedia.bind(media), media.enumerateDevices.bind(media)];
  const stage = { asked: [], tracks: [], pulled: null, refuses: null };
  window.__stage = stage;
  media.enumerateDevices = async () => (await list()).filter(({ label }) => label !== stage.pulled);
  media.getUserMedia = async (wanted) => {
    stage.asked.push(wanted.audio ? "audio" : "video");
    if (stage.refuses !== null) throw new DOMException("", stage.refuses);
    const stream = await take(wanted);
    if (stream.getTracks()[0].label === stage.pulled) {
      stream.getTracks()[0].stop();
      throw new DOMException("", "OverconstrainedError");
    }
    stage.tracks.push(...stream.getTracks());
    return stream;
  };
  stage.newest = (kind) => stage.tracks.filter((track) => track.kind === kind).at(-1);
  stage.interrupt = (muted) => {
    for (const kind of ["audio", "video"]) {
      const track = stage.newest(kind);
      track.enabled = !muted && track.enabled;
      Object.defineProperty(track, "muted", { configurable: true, value: muted });
      track.dispatchEvent(new Event(muted ? "mute" : "unmute"));
    }
  };
})();
"""
"""Before a page's own scripts: what the browser is asked for, and what a hand, a phone and another program do to it.
What is interrupted gives nothing any more, also when it says that it does: as on iOS (WebKit 208516)."""

_REFUSE_TO_PLAY = """
() => {
  const play = HTMLMediaElement.prototype.play;
  let touched = false;
  addEventListener("pointerdown", () => { touched = true; }, { capture: true });
  HTMLMediaElement.prototype.play = function () {
    return touched || this.muted ? play.call(this) : Promise.reject(new DOMException("", "NotAllowedError"));
  };
  for (const audio of document.querySelectorAll("audio")) {
    audio.autoplay = false; // or the browser of these stories plays it as soon as it gets its stream once more
    audio.pause();
  }
}
"""
_PULL = """
(label) => {
  window.__stage.pulled = label;
  const track = window.__stage.newest("audio");
  track.stop();
  track.dispatchEvent(new Event("ended"));
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
}
"""
_PUT_BACK = """
() => {
  window.__stage.pulled = null;
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
}
"""
HEADSET = "Fake Audio Input 2"


async def rehearsing(invite: Invite, name: str) -> Student:
    """Somebody to whose devices things happen."""
    person = Student.of(await invite(name))
    await person.context.add_init_script(REHEARSE)
    await person.page.reload()
    return person


async def asked(page: Page) -> list[str]:
    """What the page has asked the browser for."""
    found: list[str] = await page.evaluate("window.__stage.asked")
    return found


async def label(page: Page, kind: str) -> Any:
    """The device of the newest track."""
    return await page.evaluate("(kind) => window.__stage.newest(kind).label", kind)


async def test_tracks_that_die_without_a_word_are_taken_again(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await rehearsing(invite, "alice")
    await together(tutor, alice)
    await tutor.hears("alice")
    before = await asked(alice.page)
    await alice.page.evaluate("for (const track of window.__stage.tracks) track.stop()")

    async def taken_again() -> bool:
        return sorted((await asked(alice.page))[len(before) :]) == ["audio", "video"]

    await until(taken_again, "microphone and camera are taken again")
    await tutor.hears("alice")
    await tutor.sees("alice")
    await tutor.keeps_seeing("alice", 5)
    assert len(await asked(alice.page)) == len(before) + 2


async def test_after_a_phone_call_all_goes_on_and_where_the_browser_wants_a_tap_there_is_one_button(
    invite: Invite,
) -> None:
    tutor, alice = await invite("tutor"), await rehearsing(invite, "alice")
    await together(tutor, alice)
    await mode(tutor, "Alice", "Teach")
    await alice.hears("tutor")
    await tutor.hears("alice")
    before = await asked(alice.page)
    await alice.page.evaluate("window.__stage.refuses = 'NotReadableError'; window.__stage.interrupt(true)")
    await alice.page.evaluate(_REFUSE_TO_PLAY)
    await tutor.does_not_hear("alice")
    await alice.page.evaluate("window.__stage.refuses = null; window.__stage.interrupt(false)")
    await tutor.hears("alice")
    await tutor.sees("alice")
    tap = alice.page.get_by_role("button", name="Tap to hear")
    await tap.click()
    await expect(tap).to_be_hidden()
    assert await alice.page.evaluate("[...document.querySelectorAll('audio')].every((each) => !each.paused)")
    await alice.hears("tutor")
    assert len(await asked(alice.page)) < len(before) + 10, "the browser was asked again and again"


async def test_a_headset_is_pulled_and_put_back_in_mid_sentence(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await rehearsing(invite, "alice")
    await alice.page.get_by_role("combobox", name="Microphone").select_option(label=HEADSET)
    await together(tutor, alice)
    await tutor.hears("alice")
    assert await label(alice.page, "audio") == HEADSET
    before = await asked(alice.page)
    await alice.page.evaluate(_PULL, HEADSET)
    await expect(alice.page.get_by_text("is your microphone now")).to_be_visible()
    assert await label(alice.page, "audio") != HEADSET
    await tutor.hears("alice")
    await alice.page.evaluate(_PUT_BACK)
    await alice.is_told(f"Your microphone “{HEADSET}” is back.")
    assert await label(alice.page, "audio") == HEADSET
    await tutor.hears("alice")
    assert (await asked(alice.page))[len(before) :] == ["audio"] * 3, "for the headset, for another, for the headset"


async def test_what_the_browser_gives_only_to_a_click_comes_by_one_button_and_is_not_asked_for_in_a_loop(
    invite: Invite,
) -> None:
    tutor, alice = await invite("tutor"), await rehearsing(invite, "alice")
    await together(tutor, alice)
    await tutor.hears("alice")
    before = await asked(alice.page)
    await alice.page.evaluate(
        "window.__stage.refuses = 'NotAllowedError'; for (const track of window.__stage.tracks) track.stop()"
    )
    tap = alice.page.get_by_role("button", name="Tap to go on")
    await expect(tap).to_be_visible()
    await tutor.does_not_hear("alice", 8.0)
    assert sorted((await asked(alice.page))[len(before) :]) == ["audio", "video"]
    await alice.page.evaluate("window.__stage.refuses = null")
    await tap.click()
    await expect(tap).to_be_hidden()
    await tutor.hears("alice")
    await tutor.sees("alice")
