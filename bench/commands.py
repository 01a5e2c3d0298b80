"""Runs the tools of the machine: ip, nft, cc, ffmpeg, git."""

import subprocess


class CommandFailed(Exception):
    """A tool refused; the message is its own."""


def run(*command: str, given: str | None = None, limit_seconds: float = 10.0) -> str:
    """Run a tool to its end, with `given` on its standard input, and return what it printed.

    Raises CommandFailed with its complaint, subprocess.TimeoutExpired past the limit.
    """
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=limit_seconds, check=False)
    if done.returncode:
        raise CommandFailed(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout
