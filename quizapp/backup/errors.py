"""What goes wrong with a backup, in a sentence for the operator."""

from __future__ import annotations


class BackupError(ValueError):
    """Nothing was made or changed; the message says why, and what to do."""
