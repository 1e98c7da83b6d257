"""The start of the training sentences: the same files, short enough to read in every test."""

from __future__ import annotations

from pathlib import Path

from bot.settings import ROOT

FEW = 40  # sentences of a topic
EXAMPLE = "      - text: |\n"


def copy_few(folder: Path, *topics: str) -> None:
    """Puts the first sentences of these topics, or of all, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (ROOT / "nlu" / "data").iterdir():
        if not topics or file.stem in topics:
            examples = file.read_text().split(EXAMPLE)
            (folder / file.name).write_text(EXAMPLE.join(examples[: FEW + 1]))
