"""Who wrote the sentences: an invented world for each author, the region, and who read them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, Tuple

import yaml

REGIONS = {"NL": "Nederland", "VL": "Vlaanderen", "both": "Nederland en Vlaanderen"}


@dataclass(frozen=True)
class Author:
    """One author: `region` is NL, VL or both; `read_by` names another reader, or is empty. `inside_a_talk`:
    they wrote answers in the middle of talks, most of which have no subject by themselves. `plain`: they
    played people who talk flatly to a bot, and the report shows them apart too."""

    region: str
    world: str
    read_by: str
    inside_a_talk: bool = False
    plain: bool = False


MARKS = ("inside_a_talk", "plain")  # true or false, or left out


def read_authors(file: Path) -> Tuple[Mapping[str, Author], List[str]]:
    """The authors by name, and in Dutch what is wrong with the file."""
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}, ["dit bestand ontbreekt of is geen geldige YAML"]
    if not isinstance(raw, dict):
        return {}, ["verwacht: een regel per auteur, met region, world en read_by"]
    authors: Dict[str, Author] = {}
    mistakes: List[str] = []
    for name, row in raw.items():
        if _is_author(row):
            authors[str(name)] = Author(
                row["region"],
                row["world"],
                row["read_by"] or "",
                *(row.get(mark, False) for mark in MARKS),
            )
        else:
            known, marks = ", ".join(REGIONS), " of ".join(MARKS)
            mistakes.append(
                f"'{name}' heeft region ({known}), world en read_by nodig, en verder hooguit {marks}"
            )
    return authors, mistakes


def _is_author(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and {*row} - {*MARKS} == {"region", "world", "read_by"}
        and all(isinstance(row.get(mark, False), bool) for mark in MARKS)
        and row["region"] in REGIONS
        and isinstance(row["world"], str)
        and isinstance(row["read_by"], (str, type(None)))
    )
