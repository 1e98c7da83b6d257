"""The labels that the language service and the bot agree upon: `nlu/contract.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.engine.reading import read_file
from bot.errors import OperatorError


@dataclass(frozen=True, slots=True)
class Contract:
    """Names of all topics, acts, risk levels and danger kinds."""

    topics: frozenset[str]
    acts: frozenset[str]
    levels: frozenset[str]
    kinds: frozenset[str]


def load_contract(path: Path) -> Contract:
    """Reads the contract. Raises `OperatorError` when it is missing or misses a list."""
    if not path.is_file():
        raise OperatorError(f"Het bestand {path.name} met de labels van de taalservice ontbreekt.")
    data = read_file(path, str(path)).data
    if not isinstance(data, dict):
        raise OperatorError(f"{path} is geen geldige lijst met labels.")
    lists = [_names(data, key, path) for key in ("topics", "acts", "risk_levels", "kinds")]
    return Contract(*lists)


def load_meanings(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Every label with what it means in Dutch, by list, in the order of the file. Raises
    `OperatorError` as `load_contract` does."""
    load_contract(path)
    data = read_file(path, str(path)).data
    rows = data.items() if isinstance(data, dict) else ()
    return {
        str(part): {str(name): str(meaning) for name, meaning in labels.items()}
        for part, labels in rows
        if isinstance(labels, dict)
    }


def _names(data: Mapping[str, object], key: str, path: Path) -> frozenset[str]:
    rows = data.get(key)
    if isinstance(rows, dict):
        return frozenset(rows)
    if isinstance(rows, list):
        return frozenset(str(r.get("name")) if isinstance(r, dict) else str(r) for r in rows)
    raise OperatorError(f"In {path} ontbreekt de lijst «{key}».")
