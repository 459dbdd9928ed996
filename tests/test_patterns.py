"""No pattern of ours takes long to find that a text does not fit, whatever the text."""

from __future__ import annotations

import ast
import itertools
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

import quizapp

ROOT = Path(quizapp.__file__).parent
LENGTH = 4_000  # signs: what is linear takes microseconds for them, what is cubic minutes
SECONDS = 1.0
CALLS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"}
ANYWHERE = "search|sub|subn|split|findall|finditer"
FLAGS = ("IGNORECASE", "DOTALL", "MULTILINE", "VERBOSE", "ASCII")


class TooSlowError(Exception):
    """A pattern takes longer than it may."""


def list_patterns() -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Every pattern that stands in the code as a plain text, where it stands, and whether it is
    looked for anywhere in a text."""
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py"))}
    everything = "\n".join(sources.values())
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            pattern = _read_pattern(node)
            if pattern and isinstance(node, ast.Call):
                line = source.splitlines()[node.lineno - 1]
                where = f"{path.relative_to(ROOT)}: {pattern.pattern[:60]}"
                yield where, pattern, _is_sought_anywhere(node, line, everything)


def _is_sought_anywhere(call: ast.Call, line: str, everything: str) -> bool:
    """Whether a text is looked through for the pattern, and not only held against it."""
    named = re.match(r"\s*(\w+)(?::[^=]+)? = re\.compile", line)
    if named:
        return bool(re.search(rf"\b{named[1]}\.(?:{ANYWHERE})\b", everything))
    return ast.unparse(call.func) not in {"re.match", "re.fullmatch"}


def _read_pattern(node: ast.AST) -> re.Pattern[str] | None:
    """The pattern of a call such as re.compile(r"…", re.IGNORECASE); None when it is no such call,
    or its pattern is put together."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return None
    if ast.unparse(node.func.value) != "re" or node.func.attr not in CALLS:
        return None
    try:
        pattern = ast.literal_eval(node.args[0])
    except ValueError:
        return None
    given = ast.unparse(node)
    flags = sum(getattr(re, name) for name in FLAGS if f"re.{name}" in given)
    return re.compile(pattern, flags) if isinstance(pattern, str) else None


def evil_pieces(pattern: str) -> list[str]:
    """What may lead the pattern astray: its own letters and signs, alone and in pairs."""
    bare = re.sub(r"\\[wWdDsSbB]|[\[\]^$*+?{}|()\\]", " ", pattern)
    letters = sorted({it for it in bare if not it.isspace()})[:12]
    usual = ["a", " ", "1", "A", ".", "a ", "A. ", "\n", "_", "-", "1,", "<", '"']
    pairs = ["".join(it) for it in itertools.product(letters[:6], repeat=2)]
    words = re.findall(r"[A-Za-z]{2,}", bare)[:4]
    return [*dict.fromkeys([*usual, *letters, *pairs, *words, *(f"{it} " for it in words)])]


def measure(pattern: re.Pattern[str], anywhere: bool) -> float:
    """How many seconds of the processor the worst text takes.

    Raises:
        TooSlowError: it takes far longer than it may.
    """
    slowest = 0.0
    for piece in evil_pieces(pattern.pattern):
        text = (piece * LENGTH)[:LENGTH]
        for evil in (f"{text}\x7f", f"\x7f{text}", f"{text[:2_000]}\n\n{text[:2_000]}"):
            began = time.process_time()
            pattern.fullmatch(evil)
            (pattern.search if anywhere else pattern.match)(evil)
            slowest = max(slowest, time.process_time() - began)
    return slowest


@pytest.fixture
def alarm() -> Iterator[None]:
    """What runs longer than half a minute is broken off; the engine of patterns lets it."""

    def complain(signum: int, frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, complain)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_the_search_for_patterns_finds_them_and_sees_a_slow_one(alarm: None) -> None:
    assert len(list(list_patterns())) > 150
    signal.setitimer(signal.ITIMER_REAL, 1)
    with pytest.raises(TooSlowError):
        measure(re.compile(r"(a+)+b"), anywhere=False)


def test_no_pattern_takes_long_whatever_the_text(alarm: None) -> None:
    slow = {}
    for where, pattern, anywhere in list_patterns():
        signal.setitimer(signal.ITIMER_REAL, 30)
        try:
            seconds = measure(pattern, anywhere)
        except TooSlowError:
            seconds = float("inf")
        if seconds > SECONDS:
            slow[where] = seconds
    assert slow == {}
