"""Everybody's sound in one track, added up; a limiter keeps several who speak at once from being cut off at the top."""

from collections.abc import Iterator
from fractions import Fraction

import av
from av.filter import Graph

from deskside.recorder import opus

FRAME_SAMPLES = 1_024
"""What AAC takes at once (ISO/IEC 14496-3)."""
BEHIND = opus.CLOCK
"""Samples: whoever has given that much less than is due, has nothing; silence is put in, and the others go on."""
_LIMIT = "limit=0.95:level=0:latency=1"
_CLOCK = Fraction(1, opus.CLOCK)


class Mixer:
    """Sound of at least one, who all begin at zero and have no holes: mono of 16 bits at 48 kHz."""

    def __init__(self, people: int) -> None:
        self._graph = Graph()
        self._given = [0] * people
        mix = self._graph.add("amix", f"inputs={people}:normalize=0:duration=longest")
        for index in range(people):
            self._graph.add_abuffer(format="s16", sample_rate=opus.CLOCK, layout="mono", time_base=_CLOCK).link_to(
                mix, 0, index
            )
        self._graph.link_nodes(
            mix,
            self._graph.add("alimiter", _LIMIT),
            self._graph.add("aformat", f"sample_fmts=fltp:sample_rates={opus.CLOCK}:channel_layouts=mono"),
            self._graph.add("asetnsamples", f"n={FRAME_SAMPLES}:p=1"),
            self._graph.add("abuffersink"),
        ).configure()

    def give(self, person: int, frame: av.AudioFrame) -> None:
        """What this person says next."""
        frame.pts, frame.time_base = self._given[person], _CLOCK
        self._given[person] += frame.samples
        self._graph.push(frame, person)

    def due(self, ms: int) -> None:
        """Sound is needed up to this instant."""
        for person, given in enumerate(self._given):
            while given + BEHIND < ms * opus.CLOCK // 1_000:
                self.give(person, silence(opus.SILENCE_SAMPLES))
                given = self._given[person]

    def end(self) -> None:
        """Nobody says anything more."""
        for person in range(len(self._given)):
            self._graph.push(None, person)

    def mixed(self) -> Iterator[av.AudioFrame]:
        """What is there by now of all of them."""
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, av.AudioFrame)
            yield frame


def silence(samples: int) -> av.AudioFrame:
    """So many, mono of 16 bits."""
    frame = av.AudioFrame("s16", "mono", samples)
    frame.sample_rate = opus.CLOCK
    frame.planes[0].update(bytes(frame.planes[0].buffer_size))
    return frame
