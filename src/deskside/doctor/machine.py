"""The doctor on this machine: interpreter, clock, disk, pages, database, engine."""

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import assert_never

import deskside
from deskside.doctor.findings import Finding, Level
from deskside.storage.condition import State, condition

ENGINE_MINIMUM = (1, 4, 1)
"""Vulnerabilities are fixed in it; older ones also lock up and never hang up a dead peer."""
DISK_MINIMUM_BYTES = 1_000_000_000
PACKAGE = Path(deskside.__file__).parent


def python(version: tuple[int, int, int]) -> Finding:
    """Whether the interpreter is new enough."""
    shown = ".".join(map(str, version))
    if version < (3, 11):
        return Finding(Level.PROBLEM, "python", f"{shown} is older than 3.11", "install python3.11 and run: make run")
    return Finding(Level.OK, "python", shown)


def time_of_day(moment: datetime) -> Finding:
    """Whether the clock is plausible: links, logins and certificates expire by it."""
    installed = datetime.fromtimestamp((PACKAGE / "__init__.py").stat().st_mtime, UTC)
    shown = f"{moment:%Y-%m-%d %H:%M} UTC"
    if moment < installed - timedelta(days=1):
        return Finding(Level.PROBLEM, "time", f"{shown} is before this was installed", "timedatectl set-ntp true")
    return Finding(Level.OK, "time", shown)


def web_client(folder: Path) -> Finding:
    """Whether the pages have been built."""
    if not (folder / "manifest.json").is_file():
        return Finding(Level.PROBLEM, "web client", "not built", "make run (or: npm --prefix web run build)")
    return Finding(Level.OK, "web client", "built")


def disk(folder: Path) -> Finding:
    """Whether it can be written to, and there is room, in the folder or the nearest one above it that exists."""
    there = folder.absolute()
    while not there.exists():
        there = there.parent
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding(Level.PROBLEM, "disk", f"{there} cannot be written to", "give it to whoever runs Deskside")
    free = shutil.disk_usage(there).free
    shown = f"{free / 1e9:.1f} GB free in {folder}"
    if free < DISK_MINIMUM_BYTES:
        return Finding(Level.PROBLEM, "disk", shown, "free some, or put DESKSIDE_VAR_DIR elsewhere")
    return Finding(Level.OK, "disk", shown)


def database(url: str) -> Finding:
    """Whether the database answers and has the tables of this version."""
    found = condition(url)
    match found.state:
        case State.CURRENT:
            return Finding(Level.OK, "database", f"{found.where} is up to date")
        case State.EMPTY | State.BEHIND:
            return Finding(
                Level.NOTE, "database", f"{found.where} is {found.state}", "happens at start: deskside migrate"
            )
        case State.FOREIGN:
            mend = "run that one, or set DESKSIDE_DATABASE_URL"
            return Finding(Level.PROBLEM, "database", f"{found.where} is of a newer Deskside", mend)
        case State.UNREACHABLE:
            mend = "start it, or mend DESKSIDE_DATABASE_URL"
            return Finding(Level.PROBLEM, "database", f"{found.where} cannot be used: {found.why}", mend)
        case unknown:
            assert_never(unknown)


def engine(program: Path | None) -> Finding:
    """Whether the media engine is there, starts, and is a version without known holes."""
    mend = "scripts/engine.sh"
    if program is None:
        return Finding(Level.PROBLEM, "engine", "not installed", mend)
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired) as why:
        return Finding(Level.PROBLEM, "engine", f"{program} does not start: {why}", mend)
    found = re.search(r"\b(\d+)\.(\d+)\.(\d+)\b", answer.stdout + answer.stderr)
    if found is None:
        return Finding(Level.PROBLEM, "engine", f"{program} does not tell its version", mend)
    shown = f"Janus {found[0]} at {program}"
    if tuple(map(int, found.groups())) < ENGINE_MINIMUM:
        return Finding(Level.NOTE, "engine", f"{shown} is old, with known vulnerabilities and deadlocks", mend)
    return Finding(Level.OK, "engine", shown)
