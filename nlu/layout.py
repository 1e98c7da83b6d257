"""Where everything of the language service lies; only this file knows folders and names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Layout:
    """The files of one language service; tests make another one in a temporary folder."""

    config: Path
    contract: Path
    data: Path
    components: Path
    importer: Path
    lexicon: Path
    lock: Path
    models: Path
    authors: Path
    keywords: Path
    held_out: Path
    never_miss: Path
    known_misses: Path
    practice: Path

    @property
    def manifest(self) -> Path:
        """The file that says which model is the current one, and its sha256."""
        return self.models / "manifest.json"


def layout_of(root: Path = ROOT) -> Layout:
    """The layout of a checkout whose top level is `root`."""
    nlu = root / "nlu"
    return Layout(
        config=root / "config.yml",
        contract=nlu / "contract.yml",
        data=nlu / "data",
        components=nlu / "components",
        importer=nlu / "importer.py",
        lexicon=nlu / "lexicon.yml",
        lock=nlu / "requirements.lock",
        models=nlu / "models",
        authors=nlu / "authors.yml",
        keywords=nlu / "keywords.yml",
        held_out=nlu / "tests" / "sentences",
        never_miss=nlu / "tests" / "never_miss.yml",
        known_misses=nlu / "tests" / "known_misses.yml",
        practice=nlu / "practice",
    )
