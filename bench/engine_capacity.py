"""What a session of 1 + 5 costs the embedded engine, and how many fit on one core before loss exceeds 0.5 %.

    python -m bench.engine_capacity [--seconds 20] [--rounds 3] [--sessions 10] [--first 14] [--step 4] [--dtx]

The yardstick is a room in which everyone receives everyone: the same engine process, the same media, in turns. The
engine has core 0 and one event loop, the lean peers have core 1. Tutor 640x360 at 20/s and 500 kbit/s, students
320x180 at 15/s and 150 kbit/s, all with Opus; every student is in TEACH.
"""

import argparse
from dataclasses import dataclass

import structlog
import uvloop

from bench.lean.session import Topology
from bench.load import Load, LoadSample, engine_under_load
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

LOSS_LIMIT_PERCENT = 0.5
GAP_LIMIT_MS = 500.0
BEHIND_LIMIT_MS = 250.0
"""A generator that is so late is what is being measured."""
MOST_SESSIONS = 100
DISTURBED_SHARE = 0.1
"""Of the engine's core, used by others: what breaks then says little about the engine."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How far one topology got: the last sample that held, and the first that did not."""

    held: LoadSample | None
    broke: LoadSample
    reason: str

    @property
    def sessions(self) -> int:
        return self.held.sessions if self.held else 0


def breaking(sample: LoadSample) -> str | None:
    """Why this load is too much; None if it is held."""
    if sample.latest_ms > BEHIND_LIMIT_MS:
        return f"the generator was {sample.latest_ms:.0f} ms behind: its limit, not the engine's"
    disturbed = sample.foreign_cpu > DISTURBED_SHARE * sample.seconds
    others = ", disturbed by others on the core" if disturbed else ""
    if sample.loss_percent > LOSS_LIMIT_PERCENT:
        return f"loss {sample.loss_percent:.2f} %{others}"
    if sample.longest_gap_ms > GAP_LIMIT_MS:
        return f"gaps of {sample.longest_gap_ms:.0f} ms{others}"
    return "as many as we tried" if sample.sessions >= MOST_SESSIONS else None


async def cost(load: Load, topology: Topology, options: argparse.Namespace) -> LoadSample:
    """A fixed number of sessions, watched once."""
    await load.add(topology, options.sessions)
    sample = await load.sample(options.seconds)
    await load.clear()
    log.info("cost", topology=topology.value, per_minute=round(sample.cpu_per_session_minute, 2), sample=sample)
    return sample


async def climb(load: Load, topology: Topology, options: argparse.Namespace) -> Capacity:
    """More and more sessions until one step too many."""
    held = None
    await load.add(topology, options.first)
    while True:
        sample = await load.sample(options.seconds)
        log.info("climb", topology=topology.value, sample=sample)
        if reason := breaking(sample):
            await load.clear()
            return Capacity(held, sample, reason)
        held = sample
        await load.add(topology, options.step)


def body(costs: dict[Topology, list[LoadSample]], climbs: dict[Topology, list[Capacity]]) -> str:
    """The section: costs and capacities beside the yardstick's, then what the engine did meanwhile."""
    lanes, everyone = Topology.LANES, Topology.EVERYONE

    def minutes(topology: Topology) -> Figure:
        name = f"engine CPU-s per session-minute, {topology}"
        return Figure(name, [sample.cpu_per_session_minute for sample in costs[topology]])

    def fitting(topology: Topology) -> Figure:
        name = f"sessions on one core before loss > {LOSS_LIMIT_PERCENT} %, {topology}"
        return Figure(name, [capacity.sessions for capacity in climbs[topology]])

    comparisons = [Comparison(minutes(lanes), minutes(everyone), "≤ 2.5 and ≤ 0.5x (P7)")]
    if climbs[lanes]:
        comparisons.append(Comparison(fitting(lanes), fitting(everyone), "≥ 20 and ≥ 2.0x (P6)"))
    rows = [
        "| | sessions | packets/s in, out | engine core % | others on that core % | generator % | loss % | gap ms |"
        " generator late ms | engine drops | engine MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for topology in Topology:
        rows += [_row(f"{topology}, cost", sample) for sample in costs[topology]]
        for capacity in climbs[topology]:
            if capacity.held:
                rows.append(_row(f"{topology}, held", capacity.held))
            rows.append(_row(f"{topology}, broke: {capacity.reason}", capacity.broke))
    return f"{table(comparisons)}\n\n" + "\n".join(rows)


def _row(name: str, sample: LoadSample) -> str:
    def share(seconds: float) -> str:
        return f"{100 * seconds / sample.seconds:.0f}"

    cells = [
        name,
        str(sample.sessions),
        f"{sample.sent_per_second:.0f}, {sample.forwarded_per_second:.0f}",
        share(sample.engine_cpu),
        share(sample.foreign_cpu),
        share(sample.generator_cpu),
        f"{sample.loss_percent:.3f}",
        f"{sample.longest_gap_ms:.0f}",
        f"{sample.latest_ms:.0f}",
        str(sample.engine_drops),
        f"{sample.engine_mb:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0, help="of each sample")
    parser.add_argument("--rounds", type=int, default=3, help="of the cost, the two topologies in turns")
    parser.add_argument("--sessions", type=int, default=10, help="at once while the cost is measured")
    parser.add_argument("--climbs", type=int, default=1, help="to the limit, the two topologies in turns")
    parser.add_argument("--first", type=int, default=14, help="sessions at the foot of a climb")
    parser.add_argument("--step", type=int, default=4, help="sessions added in a climb")
    parser.add_argument("--dtx", action="store_true", help="students are silent, with discontinuous transmission")
    return parser.parse_args()


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    costs: dict[Topology, list[LoadSample]] = {topology: [] for topology in Topology}
    climbs: dict[Topology, list[Capacity]] = {topology: [] for topology in Topology}
    async with engine_under_load(dtx=options.dtx) as load:
        for _ in range(options.rounds):
            for topology in Topology:
                costs[topology].append(await cost(load, topology, options))
        for _ in range(options.climbs):
            for topology in Topology:
                climbs[topology].append(await climb(load, topology, options))
    title = "Engine capacity" + (", silent students under DTX" if options.dtx else "")
    write_section(title, "bench.engine_capacity", body(costs, climbs), circumstances)


if __name__ == "__main__":
    uvloop.run(main(parse_options()))
