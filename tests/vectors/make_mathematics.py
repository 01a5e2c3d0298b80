"""Makes mathematics.json: texts and the formulas in them, which pages must find as well.

Run `python -m tests.vectors.make_mathematics` after a change of `domain.mathematics`. The same seed, the same file.
"""

import json
import random
from pathlib import Path

from deskside.domain.mathematics import formulas

FILE = Path(__file__).with_name("mathematics.json")
SEED, COUNT, LONGEST = 7, 1500, 14
PIECES = (
    *("$", "$$", "\\(", "\\)", "\\[", "\\]", "{", "}", "\\", "`", "``", "```", "~~~", "\\$", "\\`", "\\{"),
    *("\\begin{align}", "\\end{align}", "\\begin{cases}", "\\end{cases}", "\\begin{", "\n", "\n\n", "\n ", "\n> "),
    *(" ", "\t", "a", "x+1", "12", "٣", "é", "|x|", "- ", "# ", "> ", "if ", ".", "\N{NO-BREAK SPACE}"),
)
"""What texts are put together of."""


def texts() -> list[str]:
    """Random texts, and those that people wrote."""
    chance = random.Random(SEED)
    made = ["".join(chance.choice(PIECES) for _ in range(chance.randint(1, LONGEST))) for _ in range(COUNT)]
    cases = sorted((Path(__file__).parent / "mathematics").glob("*.md"))
    return [*(case.read_text(encoding="utf-8") for case in cases), *made]


def made() -> str:
    """The whole file."""
    vectors = [{"text": text, "found": [[each.tex, each.display] for each in formulas(text)]} for text in texts()]
    return json.dumps(vectors, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
