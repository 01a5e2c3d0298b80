"""Files that are their owner's alone (mode 0600) from the moment they exist."""

import os
import pwd
import shutil
from pathlib import Path


def write_private(path: Path, text: str, account: pwd.struct_passwd | None = None) -> None:
    """Put a new file in the place of whatever is there. `account`: whose it becomes; None: it stays ours."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    if account is not None:
        shutil.chown(path, account.pw_uid, account.pw_gid)


def replace_private(path: Path, content: bytes) -> None:
    """Write the file anew; whoever reads it finds the former content or this one, never half of it."""
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(path)
