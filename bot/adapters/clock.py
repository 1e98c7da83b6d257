"""Clocks: the real one, and one that the scripted door and tests move forward."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """The time as it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovedClock:
    """The time as it is plus what was waited; kept in a file, so that a restart does not go back."""

    def __init__(self, file: Path) -> None:
        self._file = file
        seconds = json.loads(file.read_text())["seconds"] if file.is_file() else 0.0
        self._ahead = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Moves forward to `moment`; a moment in the past changes nothing."""
        self._ahead = max(self._ahead, moment - datetime.now(UTC))
        temporary = self._file.with_suffix(".new")
        temporary.write_text(json.dumps({"seconds": self._ahead.total_seconds()}))
        temporary.replace(self._file)
