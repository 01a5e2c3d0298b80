"""Watching over somebody's picture and sound all the while that other things happen, at little cost to the page."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from e2e import media
from e2e.people import COLOURS, PITCHES, Person

_WATCH = """
async ([colour, pitch, heard]) => {
  window.__over = false;
  const [again, look] = [LISTEN, LEVEL];
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const theirs = new WeakMap(); // looked at once for each track
  const isTheirs = (video) => {
    const [track] = video.srcObject.getVideoTracks();
    if (track === undefined) return false;
    if (!theirs.has(track)) {
      brush.drawImage(video, 0, 0, 1, 1);
      const seen = brush.getImageData(0, 0, 1, 1).data;
      theirs.set(track, Math.hypot(...colour.map((value, c) => value - seen[c])) < 60);
    }
    return theirs.get(track);
  };
  const frames = () =>
    window.__players()
      .filter((each) => each.srcObject && each.videoWidth && each.readyState >= 2 && isTheirs(each))
      .map((each) => each.getVideoPlaybackQuality().totalVideoFrames)
      .join();
  const began = performance.now();
  let [shown, moved, spoke, last] = [frames(), began, began, began];
  const found = { picture: [0, 0], sound: [0, 0], late: 0 };
  const longer = (one, length, at) => (length > one[0] ? [length, (at - began) / 1000] : one);
  while (!window.__over) {
    await new Promise((done) => setTimeout(done, 50));
    again();
    const [now, count] = [performance.now(), frames()];
    found.late = Math.max(found.late, now - last);
    if (count !== shown) [shown, moved] = [count, now];
    if (look(pitch) > heard) spoke = now;
    found.picture = longer(found.picture, now - moved, now);
    found.sound = longer(found.sound, now - spoke, now);
    last = now;
  }
  return found;
}
""".replace("LISTEN", media.LISTEN.strip()).replace("LEVEL", media.LEVEL.strip())


@dataclass(slots=True)
class Missed:
    """The longest times (s) in which somebody's picture stood still, and their voice was not heard."""

    of: str
    by: str
    picture: float = 0.0
    sound: float = 0.0
    late: float = 0.0
    """For how long (s) the watching page itself did nothing at worst: shorter gaps say nothing."""
    told: str = ""
    """When each was, in seconds since the beginning."""


@contextlib.asynccontextmanager
async def vigil(*pairs: tuple[Person, Person]) -> AsyncIterator[list[Missed]]:
    """For each pair, what the first misses of the second until this ends."""
    missed = [Missed(other.name, person.name) for person, other in pairs]

    async def watch(person: Person, other: Person, found: Missed) -> None:
        watched = [list(COLOURS[other.name]), PITCHES[other.name], media.HEARD_DB]
        told = await person.page.evaluate(_WATCH, watched)
        found.picture, found.sound, found.late = told["picture"][0] / 1000, told["sound"][0] / 1000, told["late"] / 1000
        found.told = str(told)

    async with asyncio.TaskGroup() as watching:
        for (person, other), found in zip(pairs, missed, strict=True):
            watching.create_task(watch(person, other, found))
        try:
            yield missed
        finally:
            for person, _ in pairs:
                await person.page.evaluate("() => { window.__over = true; }")
