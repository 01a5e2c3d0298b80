"""The Janus process: started with a private configuration, or taken over from a former server process."""

import os
import shutil
from pathlib import Path

from deskside.children.files import write_private
from deskside.children.process import Child, Home, Identity, account_of
from deskside.media.janus.config import Access, JanusSettings, config_files

NAME = "janus"


def start_janus(settings: JanusSettings, access: Access) -> Child:
    """Start a new engine. Raises OSError if there is no such binary or it cannot be run."""
    folder = settings.run_dir / "config"
    folder.mkdir(parents=True, exist_ok=True)
    prefix = settings.binary.parent.parent
    # The engine's user may not be able to walk to these directories (a cache under /root); open ones are handed
    # over instead, and are the same for everybody.
    prefix_fd = os.open(prefix, os.O_PATH | os.O_DIRECTORY)
    folder_fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        seen_folder, seen_prefix = f"/proc/self/fd/{folder_fd}", f"/proc/self/fd/{prefix_fd}"
        _write_configuration(settings, folder, config_files(settings, access, seen_folder, seen_prefix))
        return Child.start(
            Home(settings.run_dir, NAME),
            [f"{seen_prefix}/bin/{settings.binary.name}", "-C", f"{seen_folder}/janus.jcfg", "-F", seen_folder],
            pass_fds=(prefix_fd, folder_fd),
            account=account_of(settings.user),
        )
    finally:
        for descriptor in (prefix_fd, folder_fd):
            os.close(descriptor)


def adopt_janus(settings: JanusSettings, identity: Identity) -> Child | None:
    """The engine of a former server process; None if it is gone, or the number is another program's by now."""
    return Child.adopt(Home(settings.run_dir, NAME), identity)


def _write_configuration(settings: JanusSettings, folder: Path, files: dict[str, str]) -> None:
    account = account_of(settings.user)
    for name, text in files.items():
        write_private(folder / name, text, account)
    folder.chmod(0o700)
    if account is not None:
        shutil.chown(folder, account.pw_uid, account.pw_gid)
