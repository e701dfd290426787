"""Studies beyond one machine: on Dask, on Slurm through Dask, or as a Slurm job array without Dask.

Workers read their orders from the folder of the study, which all machines must see, write their own files there and
send back receipts. What a lost worker had not written is done again by another.
"""

import contextlib
import shlex
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.complaints import Complaint

HOW_TO_INSTALL = "install it with: pip install 'takehold[cluster]'"
PATIENCE = "20s"  # with a scheduler that does not answer
MEMORY, HOURS = "2GB", "24:00:00"  # of a Slurm job, where Dask's own settings name none


def check_installed(on: str) -> None:
    """Raises Complaint when what --on dask or slurm needs is not installed."""
    for module, name in (("distributed", "Dask"), *([("dask_jobqueue", "dask-jobqueue")] if on == "slurm" else [])):
        try:
            import_module(module)
        except ImportError:
            way_out = ", or print a job array with --dry-run" if on == "slurm" else ""
            raise Complaint(f"--on {on} needs {name}, which is not installed here; {HOW_TO_INSTALL}{way_out}") from None


@contextlib.contextmanager
def cluster(on: str, workers: int, scheduler: str | None, folder: Path) -> Iterator[Executor]:
    """Workers of Dask as an executor.

    on: dask takes the scheduler at that address, or starts a cluster on this machine; slurm submits a job for each worker.
    Raises Complaint when the scheduler does not answer or goes away, or too many workers were lost.
    """
    from distributed import Client, KilledWorker
    with contextlib.ExitStack() as stack:
        made = scheduler if scheduler else stack.enter_context(_slurm(workers, folder) if on == "slurm" else _local(workers))
        try:
            client = stack.enter_context(Client(made, timeout=PATIENCE))
        except (OSError, ValueError) as error:
            raise Complaint(f"no Dask scheduler answers at {scheduler}: {error}") from None
        pool = client.get_executor(pure=False)
        stack.callback(pool.shutdown, wait=False)
        try:
            yield pool
        except KilledWorker as error:
            raise Complaint(f"several Dask workers died on the same chunk, perhaps for want of memory: {error}") from None
        except (CancelledError, OSError) as error:
            raise Complaint(f"the Dask scheduler went away: {error}") from None


def _local(workers: int) -> Any:
    from distributed import LocalCluster
    return LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None)


@contextlib.contextmanager
def _slurm(workers: int, folder: Path) -> Iterator[Any]:
    """Jobs of one core each; queue, account, memory and the like come from Dask's own settings (jobqueue.slurm)."""
    import dask.config
    from dask_jobqueue import SLURMCluster  # type: ignore[attr-defined]
    given = dask.config.get("jobqueue.slurm", {})
    usual: dict[str, Any] = {"cores": 1, "processes": 1, "memory": MEMORY, "walltime": HOURS,
                             "log_directory": str(folder.resolve() / "logs")}
    chosen = {name: given.get(name) or value for name, value in usual.items()}
    network = {"interface": given["interface"]} if given.get("interface") else {}
    try:
        made: Any = SLURMCluster(**chosen, job_name="takehold", python=sys.executable,
                                 scheduler_options={"dashboard_address": None, **network},
                                 job_extra_directives=[*(given.get("job-extra-directives") or []), "--requeue"])
    except (OSError, ValueError, RuntimeError) as error:
        raise Complaint(f"no Slurm cluster can be had here: {error}") from None
    with made:
        made.scale(workers)
        yield made


def job_array(file: str, folder: Path, shares: int) -> str:
    """A job script for Slurm that needs no Dask: every task of the array runs a share, and submitting it again does what is left."""
    command = shlex.join([sys.executable, "-m", "sim.cli", "study", str(Path(file).resolve()) if Path(file).exists() else file,
                          "--out", str(folder.resolve()), "--workers", "1"])
    return f"""#!/bin/bash
# Submit with: sbatch THIS_FILE. Submit it again to do what is left. Then: takehold results {shlex.quote(str(folder.resolve()))}
#SBATCH --job-name=takehold
#SBATCH --array=1-{shares}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem={MEMORY.removesuffix("B")}
#SBATCH --time={HOURS}
#SBATCH --requeue
cd {shlex.quote(str(Path.cwd()))}
exec {command} --shard "$SLURM_ARRAY_TASK_ID/{shares}"
"""
