"""What is Flask spared at every request?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask


class Program(Flask):
    """Flask with functions that are no coroutines. It asks that of each of the twenty that it calls
    at a request, which is a twenty-fifth of what a save costs in our process."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func
