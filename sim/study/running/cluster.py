"""Studies beyond one machine: on Dask, on Slurm through Dask, or as a Slurm job array without Dask.

Workers read their orders from the folder of the study, which all machines must see, write their own files there and
send back receipts. What a lost worker had not written is done again by another.
"""

import contextlib
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.text.sentences import listed

HOW_TO_INSTALL = "install it with: pip install 'takehold[cluster]'"
PATIENCE = 20  # seconds, with a scheduler or a Slurm that does not answer
MEMORY, HOURS = "2GB", "24:00:00"  # of a Slurm job, where Dask's own settings name none


def check_place(on: str, scheduler: str | None = None) -> None:
    """Raises InputError when a study cannot run there: Slurm or Dask is not installed, or nobody answers."""
    for module, name in (("distributed", "Dask"), *([("dask_jobqueue", "dask-jobqueue")] if on == "slurm" else [])):
        try:
            import_module(module)
        except ImportError:
            way_out = ", or print a job array with --dry-run" if on == "slurm" else ""
            raise InputError(f"--on {on} needs {name}, which is not installed here; {HOW_TO_INSTALL}{way_out}") from None
    if on == "slurm":
        _check_slurm()
    if scheduler:
        with _client(scheduler):
            pass


def _check_slurm() -> None:
    """Raises InputError where Slurm's commands are missing or its controller does not answer."""
    lacking = [command for command in ("sbatch", "squeue", "scancel") if shutil.which(command) is None]
    if lacking:
        raise InputError(f"--on slurm needs Slurm's {listed(lacking)}, which {'is' if len(lacking) == 1 else 'are'} not on this machine; "
                        "start the study where jobs are submitted, or print a job array with --dry-run and submit it there")
    _asked(["squeue", "--noheader", "--states=RUNNING"], "Slurm does not answer")


def _asked(command: list[str], otherwise: str) -> None:
    """Run a command of Slurm; raises InputError with what it says when it fails or does not come back."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False)
        failed, said = done.returncode != 0, done.stderr or done.stdout
    except subprocess.TimeoutExpired:
        failed, said = True, f"{command[0]} did not come back in {PATIENCE} seconds"
    except OSError as error:
        failed, said = True, str(error)
    if failed:
        raise InputError(f"--on slurm: {otherwise}: {' '.join(said.split())[:200] or f'{command[0]} failed'}")


@contextlib.contextmanager
def _client(made: Any) -> Iterator[Any]:
    """A client of a cluster, or of the scheduler at an address; raises InputError when nobody answers."""
    from distributed import Client
    try:
        client = Client(made, timeout=f"{PATIENCE}s")
    except Exception as error:  # of the network, the address, or another version of Dask
        raise InputError(f"no Dask scheduler answers at {made}: {' '.join(str(error).split())[:200]}") from None
    with client:
        yield client


@contextlib.contextmanager
def cluster(on: str, workers: int, scheduler: str | None, folder: Path) -> Iterator[Executor]:
    """Workers of Dask as an executor.

    on: dask takes the scheduler at that address, or starts a cluster on this machine; slurm submits a job for each worker.
    Raises InputError when the scheduler does not answer or goes away, or too many workers were lost.
    """
    from distributed import KilledWorker
    with contextlib.ExitStack() as stack:
        made = scheduler if scheduler else stack.enter_context(_slurm(workers, folder) if on == "slurm" else _local(workers))
        client = stack.enter_context(_client(made))
        pool = client.get_executor(pure=False)
        stack.callback(pool.shutdown, wait=False)
        try:
            yield pool
        except KilledWorker as error:
            raise InputError(f"several Dask workers died on the same chunk, perhaps for want of memory: {error}") from None
        except (CancelledError, OSError) as error:
            raise InputError(f"the Dask scheduler went away: {error}") from None


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
        raise InputError(f"Slurm is not available here: {error}") from None
    with made:
        with tempfile.NamedTemporaryFile("w", suffix=".sh") as script:  # read at once and kept by nobody
            script.write(made.job_script())
            script.flush()
            _asked(["sbatch", "--test-only", script.name], "its jobs would be refused")
        made.scale(workers)
        yield made


def job_array(file: str, folder: Path, shares: int, people: Path | None = None) -> str:
    """A job script for Slurm that needs no Dask: every task of the array runs a share, and submitting it again does what is left."""
    command = shlex.join([sys.executable, "-m", "sim.cli", "study", str(Path(file).resolve()) if Path(file).exists() else file,
                          "--out", str(folder.resolve()), "--workers", "1",
                          *(["--people", str(people.resolve())] if people else [])])
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
