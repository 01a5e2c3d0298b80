"""What the tutor's page shows of a lesson, read as one value: lanes, tiles, help panel, header and tab."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskside import demo

STUDENTS = {student.name.split()[0].lower(): student for student in demo.STUDENTS}
"""Of the demo center, by first name, in the order of their lanes."""

READ_DESK = """
() => {
  const words = (root, selector) => root.querySelector(selector)?.textContent.trim() ?? "";
  const within = (selector) => [...document.querySelectorAll(selector)];
  const name = (element) => element.dataset.student.replace("demo-", "");
  const byName = (selector, read) => Object.fromEntries(within(selector).map((each) => [name(each), read(each)]));
  const named = (selector, test) => within(selector).filter(test).map(name);
  return {
    exercises: byName(".lane", (lane) => words(lane, ".lane-exercise b")),
    progress: byName(".lane", (lane) => words(lane, ".lane-progress b")),
    strokes: byName(".lane", (lane) => Number(lane.querySelector("canvas").dataset.count)),
    status: byName(".tile", (tile) => words(tile, ".tile-status")),
    taught: named(".lane", (lane) => words(lane, "label:has(input:checked)") === "Teach"),
    hearing: named(".tile", (tile) => tile.querySelector(".tile-badge") !== null),
    waiting: named(".lane", (lane) => lane.dataset.cue === "waiting"),
    calls: within(".help-item").map((call) => words(call, "b").split(" ")[0].toLowerCase()),
    count: words(document, ".session-header .visually-hidden:not(.session-timer *)"),
    title: document.title,
  };
}
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the tutor's page must show, by student: all that may change while a lesson goes on."""

    exercises: Mapping[str, str]
    progress: Mapping[str, str] = field(default_factory=dict)
    """Where it is not 0 %."""
    strokes: Mapping[str, int] = field(default_factory=dict)
    """On the boards' thumbnails, where there are any."""
    status: Mapping[str, str] = field(default_factory=dict)
    """Where it is not Active."""
    taught: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    """For help, the first to be answered first."""
    title: str = "Math Class"

    def as_read(self) -> dict[str, object]:
        """As `READ_DESK` reads it from the page."""
        seats, count = [name for name in STUDENTS if name in self.exercises], len(self.calls)
        waiting = {0: "No one waits for help", 1: "1 waits for help"}.get(count, f"{count} wait for help")
        return {
            "exercises": dict(self.exercises),
            "progress": {name: self.progress.get(name, "0%") for name in seats},
            "strokes": {name: self.strokes.get(name, 0) for name in seats},
            "status": {name: self.status.get(name, "Active") for name in seats},
            "taught": [name for name in seats if name in self.taught],
            "hearing": [name for name in seats if name in self.taught],
            "waiting": [name for name in seats if name in self.calls],
            "calls": list(self.calls),
            "count": waiting,
            "title": f"({count}) {self.title}" if count else self.title,
        }
