"""Writes results down: a section of RESULTS.md with the machine, its load, and every figure beside its yardstick.

A figure is all its values; p50 and p95 are computed here, always in the same way. The ratio is that of the medians.
"""

import datetime
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.commands import run
from bench.processes import load_average

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"
TITLE = "# Results\n\nEach section is written by the script that it names, with everything measured in one run.\n"


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured `len(values)` times. The unit is part of the name: `join to first frame, ms`."""

    name: str
    values: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The smallest value that at least 95 % of all values do not exceed (nearest rank)."""
        ranked = sorted(self.values)
        return ranked[-(-len(ranked) * 95 // 100) - 1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure, what it is held against in the same run, and what was aimed at (in words, as the goal says it)."""

    figure: Figure
    yardstick: Figure | None = None
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the yardstick's median. None without a yardstick, or if that is 0."""
        if self.yardstick is None or not self.yardstick.p50:
            return None
        return self.figure.p50 / self.yardstick.p50


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and when a run took place; take it before the run begins, so that the load is not our own."""

    commit: str
    date: str
    load_average: float
    processor: str
    cores: int

    @classmethod
    def now(cls) -> "Circumstances":
        described = run("git", "-C", str(ROOT), "describe", "--always", "--dirty=, with changes").strip()
        processors = re.findall(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        today = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
        return cls(described, today, load_average(), processors[0] if processors else "unknown", len(processors))

    def line(self) -> str:
        return (
            f"Commit {self.commit}; {self.date}; {self.cores} cores of {self.processor};"
            f" load average {self.load_average:.2f} before the run, {load_average():.2f} after it."
        )


def significant(value: float) -> str:
    """Three significant digits, never an exponent."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(comparisons: Iterable[Comparison]) -> str:
    """One row for a figure, one for its yardstick under it."""
    rows = ["| | n | p50 | p95 | ratio | goal |", "|---|--:|--:|--:|--:|---|"]
    for comparison in comparisons:
        ratio = "" if comparison.ratio is None else f"{significant(comparison.ratio)}x"
        rows.append(_row(comparison.figure, ratio, comparison.goal))
        if comparison.yardstick:
            rows.append(_row(comparison.yardstick, "", "yardstick"))
    return "\n".join(rows)


def _row(figure: Figure, ratio: str, goal: str) -> str:
    p50, p95 = significant(figure.p50), significant(figure.p95)
    return f"| {figure.name} | {len(figure.values)} | {p50} | {p95} | {ratio} | {goal} |"


def write_section(title: str, script: str, body: str, circumstances: Circumstances, *, path: Path = RESULTS) -> None:
    """Put the section into the results, in the place of a former one of the same title, else at the end."""
    text = path.read_text() if path.exists() else TITLE
    section = f"## {title}\n\n`python -m {script}`. {circumstances.line()}\n\n{body.strip()}\n"
    former = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if former.search(text):
        text = former.sub(lambda found: section + ("" if found.end() == len(text) else "\n"), text)
    else:
        text = f"{text.rstrip()}\n\n{section}"
    path.write_text(text)
