"""Removes what `bench.netlab` left on this machine: of a lab that closes, and of processes that were killed."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from bench.commands import run

OWN_FILES = Path("/etc/netns")
"""Files of namespaces in place of those of /etc."""


def remove(namespace: str, token: str) -> None:
    """Remove the lab of this token as far as it exists; its client's namespace first loses its processes."""
    listed = subprocess.run(["ip", "netns", "pids", namespace], capture_output=True, text=True, check=False).stdout
    for pid in listed.split():
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            continue
    for command in (
        ["ip", "netns", "delete", namespace],
        ["ip", "netns", "delete", namespace.replace("-client", "-wire")],
        ["nft", "delete", "table", "netdev", f"dk{token}s"],
        ["ip", "link", "delete", f"dk{token}s"],
        ["ip", "link", "delete", f"dk{token}b"],
    ):
        subprocess.run(command, capture_output=True, check=False)
    shutil.rmtree(OWN_FILES / namespace, ignore_errors=True)


def remove_abandoned() -> None:
    """Remove the labs of processes that are no more."""
    for owner, token in re.findall(r"^deskside-(\d+)-(\w+)-client\b", run("ip", "netns", "list"), re.MULTILINE):
        if not Path(f"/proc/{owner}").exists():
            remove(f"deskside-{owner}-{token}-client", token)
