"""How is a command run with a writer, where nobody has a model at hand?

    python -m benchmarks.local_model python -m benchmarks.eval --writer …

Starts `model_server` in its own environment, sets QUIZAPP_WRITER_URL and the like, runs the
command, and ends the server. Without a command it says where it serves, until Ctrl-C. The model is
SmolLM2-135M-Instruct: it speaks the protocol, and writes nothing that could be used.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv-model" / "bin" / "python"
NAME = "SmolLM2-135M-Instruct"
SECONDS = 300  # for one call: a busy machine writes a few tokens a second
_HOW = "There is no .venv-model: `make eval-writer` makes it."


@contextmanager
def local_model(python: Path = PYTHON) -> Iterator[str]:
    """The base address of a server, which ends with the block; what it says of itself is lost.

    Raises:
        RuntimeError: it did not start.
    """
    command = [str(python), str(Path(__file__).with_name("model_server.py"))]
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        if not address.startswith("http"):
            raise RuntimeError("The local model did not start; run benchmarks/model_server.py.")
        yield f"{address}/v1"
    finally:
        server.kill()
        server.communicate()


def main(command: Sequence[str]) -> int:
    """Run the command with the writer; its exit status is handed on."""
    if not PYTHON.exists():
        print(_HOW)
        return 2
    with local_model() as url:
        if not command:
            print(f"QUIZAPP_WRITER_URL={url} QUIZAPP_WRITER_MODEL={NAME}; Ctrl-C ends it.")
            return _wait()
        settings = {"URL": url, "MODEL": NAME, "SECONDS": str(SECONDS)}
        writer = {f"QUIZAPP_WRITER_{name}": value for name, value in settings.items()}
        return subprocess.run(command, env=os.environ | writer).returncode


def _wait() -> int:
    try:
        sys.stdin.read()
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
