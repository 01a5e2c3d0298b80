"""How a process of ours is begun with this very code, whatever is in the environment."""

import sys
from pathlib import Path

import deskside

_CODE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from {} import main; sys.exit(main())"


def command(module: str, *arguments: str) -> list[str]:
    """What runs `main` of a module of ours."""
    return [sys.executable, "-c", _CODE.format(module), str(Path(deskside.__file__).parent.parent), *arguments]
