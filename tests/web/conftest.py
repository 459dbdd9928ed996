"""Programs whose templates are compiled once for all tests."""

from __future__ import annotations

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache


@pytest.fixture
def app(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(tmp_path_factory.getbasetemp()))
    return app
