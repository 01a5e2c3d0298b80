"""Plain texts of a center as HTML: headings, paragraphs and lists, every word of them escaped."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from deskside.domain.recording.texts import Block, BlockKind, blocks


def html_of(text: str, center: str, days: int) -> str:
    """A text with everything filled in."""
    return "".join(_html(blocks(text, center, days)))


def _html(found: tuple[Block, ...]) -> Iterator[str]:
    for kind, group in groupby(found, key=lambda x: x.kind):
        words = [escape(x.text) for x in group]
        if kind is BlockKind.ITEM:
            yield f"<ul>{''.join(f'<li>{x}</li>' for x in words)}</ul>"
        else:
            element = "h2" if kind is BlockKind.HEADING else "p"
            yield "".join(f"<{element}>{x}</{element}>" for x in words)
