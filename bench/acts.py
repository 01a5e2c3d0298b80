"""Acts at given rates, in ten sessions at once: how soon a call for help is stored, acknowledged and told.

    python -m bench.acts [--sessions 10] [--rounds 3] [--seconds 8] [--before /path/to/checkout | --postgres]

Sockets only, no media, nobody draws a page. All students together give so many answers a second, or as many as are
acknowledged (a page waits for that, and may do twenty a second); meanwhile students of all sessions in turn call for
help. The peers that ask and measure are one process on the same cores, so the figures are upper bounds.

The yardstick is the server of the checkout `--before`, at the same rate. Both serve in turns, in several rounds:
whatever else the machine does meets both alike. With `--postgres` ours is over a durable PostgreSQL server on the same
cores, and the yardstick is the same code over its own file.
"""

import argparse
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import structlog
import uvloop
from e2e.server import serving
from tests.postgres import cluster

from bench.act_rates import Calls, Sample, Table, at_rate, tables
from bench.commands import run
from bench.lesson import visitors
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

RATES = (0.0, 100.0, 500.0, 1000.0)
KINDS = (
    ("call to the tutor's socket", "told", "p95 ≤ 10"),
    ("call acknowledged, stored before", "acknowledged", ""),
    ("bare round trip of an act", "round_trips", ""),
)


@dataclass(slots=True)
class Served:
    """One version's server with its sessions, and what was measured there at each rate."""

    tables: list[Table]
    calls: Calls
    samples: dict[float, list[Sample]] = field(default_factory=dict)

    async def measure(self, rate: float, seconds: float) -> None:
        """Once more at this rate."""
        sample = await at_rate(self.tables, self.calls, rate, seconds)
        log.info("rate", asked=rate, done=round(sample.acts_per_second), told=Figure("", sample.told).p95)
        self.samples.setdefault(rate, []).append(sample)

    def done(self, rate: float) -> str:
        """How many acts a second were acknowledged: the least and the most of the rounds."""
        found = sorted(sample.acts_per_second for sample in self.samples[rate])
        return f"{found[0]:.0f} to {found[-1]:.0f}" if len(found) > 1 else f"{found[0]:.0f}"

    def values(self, rate: float, kind: str) -> list[float]:
        """All rounds' values, in milliseconds."""
        return [value for sample in self.samples[rate] for value in getattr(sample, kind)]


@contextlib.asynccontextmanager
async def served(sessions: int, source: Path | None, database_url: str = "") -> AsyncIterator[Served]:
    """A server of its own, with so many sessions."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            serving(Path(folder), source=source, database_url=database_url) as server,
            visitors(server.url, server.links) as people,
            tables(*people, sessions) as found,
        ):
            yield Served(found, Calls(found))


def report(ours: Served, before: Served | None, other: str) -> str:
    """Every kind of figure at every rate, the other server's under ours."""
    rows = []
    for rate in RATES:
        for name, kind, goal in KINDS:
            title = f"{name} at {rate:.0f} acts/s asked, {{}} done, ms"
            figure = Figure(title.format(ours.done(rate)), ours.values(rate, kind))
            yardstick = None
            if before is not None:
                yardstick = Figure(f"the same {other}, {before.done(rate)} done, ms", before.values(rate, kind))
            rows.append(Comparison(figure, yardstick, goal if rate else ""))
    return table(rows)


async def main(options: argparse.Namespace) -> None:
    """Measure in turns, and write the section."""
    circumstances, other, on, url = Circumstances.now(), "", "", ""
    async with contextlib.AsyncExitStack() as stack:
        before = None
        if options.postgres:
            url, other, on = stack.enter_context(cluster(durable=True)).create("acts"), "in a file", " on PostgreSQL"
            before = await stack.enter_async_context(served(options.sessions, None))
        elif options.before is not None:
            other = f"at {run('git', '-C', str(options.before), 'describe', '--always').strip()}"
            before = await stack.enter_async_context(served(options.sessions, options.before / "src"))
        ours = await stack.enter_async_context(served(options.sessions, None, url))
        for _ in range(options.rounds):
            for rate in RATES:
                for each in (before, ours):
                    if each is not None:
                        await each.measure(rate, options.seconds)
        body = (
            f"{report(ours, before, other)}\n\nIn {options.rounds} rounds of {options.seconds:.0f} s a rate, in turns."
            " The peers that ask and measure are one process on the same cores; other work went on on the machine."
        )
    write_section(f"Acts at given rates{on}, {options.sessions} sessions of 1 + 5", "bench.acts", body, circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=10, help="at once")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each rate in a round")
    parser.add_argument("--before", type=Path, help="a checkout of what to compare with; its server takes turns")
    parser.add_argument("--postgres", action="store_true", help="ours on PostgreSQL, beside ours in a file")
    return parser.parse_args()


if __name__ == "__main__":
    uvloop.run(main(parse_options()))
