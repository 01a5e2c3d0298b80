"""What processes cost, from /proc: CPU-seconds, memory, dropped datagrams; and which core they may use."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PINNED_NICENESS = -10
"""Nine times the share of an ordinary process: a busy machine disturbs a measurement less, and still works."""


def cpu_seconds(*pids: int) -> float:
    """User and system time that these processes have used so far, all threads, without their children."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_mb(pid: int) -> float:
    """Memory of a process that is in use and in RAM (VmRSS), in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def descendants(pid: int) -> list[int]:
    """The process and everything below it."""
    found = [pid]
    for parent in found:  # grows while it is read
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def children_named(name: str, parent: int | None = None) -> list[int]:
    """Processes of this name (as in /proc/PID/comm) below `parent`, or below this one."""
    own = os.getpid() if parent is None else parent
    return [pid for pid in descendants(own) if Path(f"/proc/{pid}/comm").read_text().strip() == name]


def pin(pid: int, core: int) -> None:
    """Let every thread of a process, and those that they will start, run on one core only, and there before others."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})
    favour(pid)


def favour(pid: int) -> None:
    """Let every thread of a process, and those that they will start, run before others of the machine."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.setpriority(os.PRIO_PROCESS, int(task.name), PINNED_NICENESS)
    group = Path(f"/proc/{pid}/autogroup")  # sched(7): where there are autogroups, niceness counts only within one
    if group.exists():
        group.write_text(str(PINNED_NICENESS))


def dropped_datagrams(pid: int) -> int:
    """UDP datagrams that the kernel dropped so far because this process did not fetch them in time."""
    links = (os.readlink(entry) for entry in Path(f"/proc/{pid}/fd").iterdir() if entry.is_symlink())
    inodes = {link[8:-1] for link in links if link.startswith("socket:")}
    rows = [line.split() for line in Path(f"/proc/{pid}/net/udp").read_text().splitlines()[1:]]
    return sum(int(row[12]) for row in rows if row[9] in inodes)


def busy_seconds(core: int) -> float:
    """Time that a core has spent on anything at all, interrupts and steal included, since boot."""
    lines = Path("/proc/stat").read_text().splitlines()
    fields = next(line.split()[1:] for line in lines if line.startswith(f"cpu{core} "))
    user, nice, system, _idle, _waiting, irq, softirq, steal = (int(field) for field in fields[:8])
    return (user + nice + system + irq + softirq + steal) / TICKS


def load_average() -> float:
    """Of the last minute."""
    return os.getloadavg()[0]
