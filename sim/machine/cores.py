"""How many cores this process may use, which on shared machines are fewer than there are."""

import os
from math import ceil
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
OWN_GROUP = Path("/proc/self/cgroup")


def cores() -> int:
    """The cores this process may use: by its affinity, by the limit of its container or service, and by what Slurm gave it."""
    return max(1, min([_by_affinity(), *_by_group(), *_by_slurm()]))


def _by_affinity() -> int:
    if hasattr(os, "process_cpu_count"):  # from Python 3.13 on
        return os.process_cpu_count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _by_slurm() -> list[int]:
    """What Slurm gave to this task, or else to the job on this machine."""
    given = [os.environ.get(name, "") for name in ("SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE")]
    return [int(count) for count in given if count.isascii() and count.isdigit()][:1]


def _by_group() -> list[int]:
    """The limits of the control groups this process is in (quota over period, rounded up), in either version of these files."""
    found = []
    try:
        entries = [line.split(":", 2) for line in OWN_GROUP.read_text().splitlines()]
    except OSError:
        return []
    for _, kind, path in (entry for entry in entries if len(entry) == 3):
        root = GROUPS if not kind else GROUPS / kind
        if not kind or "cpu" in kind.split(","):
            here = root / path.strip("/")
            for group in (here, *here.parents):
                found += _limit(group)
                if group == root:
                    break
    return found


def _limit(group: Path) -> list[int]:
    try:
        if (group / "cpu.max").exists():
            quota, period = (group / "cpu.max").read_text().split()
        else:
            quota, period = ((group / f"cpu.cfs_{name}_us").read_text().strip() for name in ("quota", "period"))
        return [ceil(int(quota) / int(period))] if int(quota) > 0 else []  # -1 is no limit
    except (OSError, ValueError, ZeroDivisionError):  # "max" is no limit
        return []


MOST_WORKERS = 256
CORES = min(cores(), MOST_WORKERS)  # workers, where nobody says how many
