"""What somebody may have of somebody else: of a file's sound and pictures only what lies in given spans of the session,
silence and black elsewhere. Cut at the packet; what is let through stands on nothing that is not."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deskside.recorder import opus, vp8
from deskside.recorder.playable.lanes import Block


class Span(NamedTuple):
    """Microseconds after the session's zero, without the last one."""

    from_us: int
    until_us: int


class Cut(NamedTuple):
    """The spans of each kind, in any order. While the session runs, they have to be known as far as what is made of it
    reads ahead (`Stretch.read_until_us`)."""

    picture: tuple[Span, ...]
    sound: tuple[Span, ...]


def sounds(blocks: Iterable[Block], spans: Iterable[Span]) -> Iterator[Block]:
    """Silence of the same length in the place of every packet that was not sent, did not come or does not stand wholly
    inside one of the spans."""
    allowed = _Allowed(spans)
    for block in blocks:
        if block.when_us is None or allowed.until(block.when_us) is not None:
            yield block
        else:
            yield from _silent(block)


def _silent(block: Block) -> Iterator[Block]:
    at = 0
    for data in opus.silence(opus.samples(block.data)):
        yield Block(block.at_ms + at * 1_000 // opus.CLOCK, data, None)
        at += opus.samples(data)


def pictures(
    blocks: Iterable[Block], spans: Iterable[Span], stretch: Span, shown_us: int | None
) -> Iterator[tuple[Block, int | None]]:
    """From each frame on that stands alone inside of a span, up to the first frame outside or the span's end; black
    from there on.

    With each block comes an instant of the span whose picture stands there from then on; None: black, or nothing. The
    last one is `shown_us` for the next stretch.
    """
    allowed, last_ms = _Allowed(spans), stretch.from_us // 1_000 - 1
    ends_us = None if shown_us is None else allowed.until((shown_us, shown_us + 1)) or 0
    for block in blocks:
        if ends_us is not None and ends_us <= block.at_ms * 1_000:
            last_ms, ends_us = max(last_ms + 1, min(ends_us // 1_000, block.at_ms - 1)), None
            yield _black(last_ms), None
        until_us = None if block.when_us is None else allowed.until(block.when_us)
        if block.when_us is not None and until_us is not None and (block.size is not None or ends_us is not None):
            last_ms, ends_us = block.at_ms, until_us
            yield block, block.when_us[0]
        elif ends_us is not None:
            last_ms, ends_us = block.at_ms, None
            yield _black(last_ms), None
    if ends_us is not None and ends_us < stretch.until_us:
        yield _black(max(last_ms + 1, ends_us // 1_000)), None


def _black(at_ms: int) -> Block:
    return Block(at_ms, vp8.BLACK, vp8.key_size(vp8.BLACK))


class _Allowed:
    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = []
        for span in sorted(span for span in spans if span.from_us < span.until_us):
            if self._spans and span.from_us <= self._spans[-1].until_us:
                until_us = max(self._spans[-1].until_us, span.until_us)
                self._spans[-1] = self._spans[-1]._replace(until_us=until_us)
            else:
                self._spans.append(span)

    def until(self, when_us: tuple[int, int]) -> int | None:
        """The end of the span that all of it lies in, if there is one."""
        before = bisect_right(self._spans, when_us[0], key=lambda span: span.from_us)
        until_us = self._spans[before - 1].until_us if before else 0
        return until_us if before and when_us[1] <= until_us else None
