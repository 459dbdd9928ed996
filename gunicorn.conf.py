"""How does gunicorn run the web workers? `quizapp serve` reads this file, and so do systemd units.

`gunicorn --config gunicorn.conf.py`; where it listens is said by HOST and PORT, or by `--bind`.
A reload (`kill -HUP` of the master) starts new workers with new code and settings, and lets the old
ones answer what they have begun.
"""

import ctypes
import os
import resource
import shutil
import tempfile
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from quizapp.config import ROOT, read_settings
from quizapp.watching import lines

settings = read_settings(os.environ)
wsgi_app = "wsgi:app"
chdir = str(ROOT)
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = settings.workers
threads = settings.threads
# A reload must bring new code, and no connection to a database may be shared by two processes.
preload_app = False
# Who waits for a page holds a connection. In the rush before a bell more than gunicorn's thousand
# wait for a worker; those who came then would not even be let in.
worker_connections = 10_000
_, files = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
graceful_timeout = 30  # seconds in which a worker that goes answers what it has begun
control_socket_disable = True
loglevel = "warning"

# Checking a password takes 19 MB for a moment, and glibc would keep as much for the next: what is
# as large as that is given back to the system at once (mallopt(3)). `make bench` leaves a worker
# with 120 MB so, and with 185 otherwise.
M_MMAP_THRESHOLD, A_MEGABYTE = -3, 1024 * 1024
libc = ctypes.CDLL(None)
if hasattr(libc, "mallopt"):
    libc.mallopt(M_MMAP_THRESHOLD, A_MEGABYTE)


class logger_class(Logger):  # type: ignore[misc]  # noqa: N801 (the name of a setting)
    """What gunicorn has to say is told as all else is."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        self.error_log.handlers = []
        self.error_log.propagate = True
        lines.set_up(settings)


# Figures of all workers meet in the files of a folder. It is in memory: writing into a file that is
# mapped into memory kills the process when the disk is full.
METRICS = "PROMETHEUS_MULTIPROC_DIR"
if settings.metrics_token and METRICS not in os.environ:
    memory = Path("/dev/shm")
    os.environ[METRICS] = tempfile.mkdtemp(
        prefix="quizapp-metrics-", dir=memory if memory.is_dir() else None
    )


def child_exit(_server: Arbiter, worker: Worker) -> None:
    """What a worker had open when it went is not open any more."""
    if METRICS in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: Arbiter) -> None:
    if METRICS in os.environ:
        shutil.rmtree(os.environ[METRICS], ignore_errors=True)
