"""The labels that both sides know: read once from contract.yml into one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

import yaml

SECTIONS = ("topics", "acts", "risk_levels", "kinds")


class ContractError(Exception):
    """contract.yml cannot be used; the text says why, in Dutch."""


@dataclass(frozen=True)
class Contract:
    """Every label with its Dutch description, in the order of the file."""

    topics: Mapping[str, str]
    acts: Mapping[str, str]
    risk_levels: Mapping[str, str]
    kinds: Mapping[str, str]


def read_contract(path: Path) -> Contract:
    """Reads the contract; raises ContractError when a section or a description is missing."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ContractError(f"{path.name}: kan dit bestand niet lezen ({error})") from error
    return Contract(**{section: _section(path, raw, section) for section in SECTIONS})


def _section(path: Path, raw: Any, section: str) -> Mapping[str, str]:
    labels = raw.get(section) if isinstance(raw, dict) else None
    if not isinstance(labels, dict) or not labels:
        raise ContractError(f"{path.name}: het deel '{section}' ontbreekt of is leeg")
    for label, description in labels.items():
        if not isinstance(label, str) or not isinstance(description, str):
            raise ContractError(f"{path.name}: '{label}' in '{section}' heeft geen uitleg")
    return dict(labels)
