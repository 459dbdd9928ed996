"""`quizapp serve` starts everything, keeps the data, and stops everything."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from quizapp.config import ROOT, Settings
from tests.web.engines import ON_SQLITE

COMMAND = [str(Path(sys.executable).with_name("quizapp")), "serve"]
PATIENCE = 60
LARGEST = 4 * 1024 * 1024  # bytes of a file: the dictionary has more, the database less


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment(settings: Settings, port: int) -> dict[str, str]:
    own = {
        "QUIZAPP_INSTANCE": settings.instance,
        "QUIZAPP_DATABASE_URL": settings.database_url,
        "QUIZAPP_DEMO": "0",
        "QUIZAPP_WORKERS": "1",
    }
    return {**os.environ, **own, "PORT": str(port)}


@contextmanager
def serving(settings: Settings, port: int) -> Iterator[subprocess.Popen[str]]:
    """The program, once it answers; it is told to stop as Ctrl-C does."""
    process = subprocess.Popen(
        COMMAND, env=environment(settings, port), stdout=subprocess.PIPE, text=True
    )
    try:
        wait_until(lambda: get(build_opener(), f"http://127.0.0.1:{port}/readyz") is not None)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def wait_until(holds: object) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if callable(holds) and holds():
            return
        time.sleep(0.3)
    raise AssertionError("it did not happen in time")


def get(opener: OpenerDirector, url: str) -> str | None:
    try:
        with opener.open(url, timeout=5) as answer:
            return str(answer.read().decode())
    except (URLError, ConnectionError, TimeoutError):
        return None


def post(opener: OpenerDirector, page: str, action: str, **fields: str) -> str:
    """Fill in the form on `page` and send it; the page that follows."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', get(opener, page) or "")
    assert token, page
    body = urlencode({"csrf_token": token.group(1), **fields}).encode()
    with opener.open(action, body, timeout=20) as answer:
        return str(answer.read().decode())


def test_a_teacher_sets_up_brings_an_article_and_the_worker_drafts_questions(
    settings: Settings,
) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    passage = (ROOT / "seeds" / "kazakhstan-january-2022.introductory.md").read_text("utf-8")
    with serving(settings, port) as process:
        assert process.stdout
        greeting = "".join(process.stdout.readline() for _ in range(3))
        code = re.search(r"code=([\w-]+)", greeting)
        assert code, greeting
        account = {"name": "T", "sign_in_name": "t", "password": "long enough"}
        post(opener, f"{base}/setup", f"{base}/setup", code=code.group(1), **account)
        text = f"{passage}\n\nThis paragraph makes it another article.\n"
        new = f"{base}/teach/articles/new"
        shown = post(opener, new, new, text=text)
        article = re.search(r"/teach/articles/(\d+)/remove", shown)
        assert article
        page = f"{base}/teach/articles/{article.group(1)}"
        post(opener, page, f"{page}/generate")
        wait_until(lambda: "for your review." in (get(opener, page) or ""))
    assert process.returncode == 0
    assert get(opener, f"{base}/healthz") is None
    with serving(settings, port):
        assert "for your review." in (get(opener, page) or "")


def test_a_port_that_is_taken_is_named_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = subprocess.run(
            COMMAND,
            env=environment(Settings(instance=str(tmp_path)), port),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


@ON_SQLITE
def test_a_worker_goes_on_when_the_dictionary_cannot_be_made(settings: Settings) -> None:
    for file in settings.instance_path.glob("dictionary-*"):
        file.unlink()
    worker = subprocess.Popen(
        [COMMAND[0], "worker"],
        env=environment(settings, free_port()),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST)),
    )
    try:
        assert worker.stderr
        assert any("could not be made. It is tried again" in line for line in worker.stderr)
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(2)
    finally:
        worker.terminate()
        worker.wait(PATIENCE)


@ON_SQLITE
def test_a_worker_told_to_stop_leaves_no_half_made_dictionary_behind(settings: Settings) -> None:
    folder = settings.instance_path
    for file in folder.glob("dictionary-*"):
        file.unlink()
    worker = subprocess.Popen([COMMAND[0], "worker"], env=environment(settings, free_port()))
    try:
        wait_until(lambda: list(folder.glob("dictionary-*")))
    finally:
        worker.terminate()
        worker.wait(PATIENCE)
    assert not list(folder.glob("dictionary-*"))
    time.sleep(3)  # whoever went on would have made it whole by now, or be at it
    assert not list(folder.glob("dictionary-*"))
