"""A file of golden talks: new ones come behind what stands there, which stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.channels.recording import talks_as_yaml
from bot.engine.reading import read_file
from bot.errors import OperatorError


class TalkFile:
    """One file of `tests/conversations/`. Raises `OperatorError` when it cannot be read as talks:
    nothing is ever written over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.titles: list[str] = []
        if not path.exists():
            return
        document = read_file(path, str(path))
        talks = document.data if isinstance(document.data, list) else []
        empty = all(issue.code == "empty_file" for issue in document.issues)
        if not empty or (document.data is not None and not isinstance(document.data, list)):
            why = "\n".join(str(issue) for issue in document.issues)
            raise OperatorError(f"{path} is geen lijst van gesprekken.\n{why}".rstrip())
        self.titles = [str(t["title"]) for t in talks if isinstance(t, dict) and "title" in t]

    def free_title(self, flow: str) -> str:
        """A title that is not taken, for who gives none."""
        number = len(self.titles) + 1
        while f"{flow} {number}" in self.titles:
            number += 1
        return f"{flow} {number}"

    def add(self, title: str, lines: list[dict[str, Any]]) -> None:
        """Adds one talk at the end of the file."""
        before = self.path.read_text("utf-8") if self.path.exists() else ""
        if before.strip():
            before = before.rstrip("\n") + "\n\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(".new")
        temporary.write_text(before + talks_as_yaml([{"title": title, "talk": lines}]), "utf-8")
        temporary.replace(self.path)
        self.titles.append(title)
