"""`quizapp config`: which settings are there, and what are they set to?"""

from __future__ import annotations

import os

import click

from quizapp.config import SettingError, Settings, describe, read_settings


@click.command("config")
def show_config() -> None:
    """List every setting: its variable, its value, what it means."""
    for variable, value, meaning in describe(read_or_stop()):
        click.echo(f"{variable}={value}\n    {meaning}")


def read_or_stop() -> Settings:
    """The settings, or a clear sentence and exit 2."""
    try:
        return read_settings(os.environ)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
