"""The current model: which file, its sha256, and from which inputs it was made."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Iterator, Optional

import yaml

from nlu.layout import Layout


class ModelError(Exception):
    """There is no model that may be served; the text says why and what to do, in Dutch."""


@dataclass(frozen=True)
class Manifest:
    """What train.py writes beside the model.

    `tensorflow`: whether a part of the pipeline may use TensorFlow.
    """

    model: str
    sha256: str
    inputs: str
    date: str
    rasa: str
    spacy: str
    sentences: int
    tensorflow: bool = True


def fingerprint(layout: Layout) -> str:
    """One hash of everything that decides what the model becomes."""
    digest = hashlib.sha256()
    for path in _inputs(layout):
        digest.update(path.name.encode() + b"\0" + sha256_of(path).encode() + b"\0")
    digest.update(_spacy_model_state(layout.config).encode())
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        digest = hashlib.sha256()
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def write_manifest(layout: Layout, manifest: Manifest) -> None:
    """Replaces the manifest in one step, so that no reader sees half of it."""
    fresh = layout.manifest.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    os.replace(fresh, layout.manifest)


def read_manifest(layout: Layout) -> Optional[Manifest]:
    """The manifest, or None when there is none that can be read."""
    try:
        return Manifest(**json.loads(layout.manifest.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def checked_model(layout: Layout) -> tuple[Manifest, Path]:
    """The model that may be loaded. Rasa itself would, for a missing file, take another one."""
    manifest = read_manifest(layout)
    if manifest is None:
        raise ModelError("Er is nog geen taalmodel. Maak het met: make train")
    path = layout.models / manifest.model
    if path.parent != layout.models or not path.is_file():
        raise ModelError(f"Het taalmodel {manifest.model} ontbreekt. Maak het met: make train")
    if sha256_of(path) != manifest.sha256:
        raise ModelError(
            f"Het taalmodel {manifest.model} is veranderd na het trainen (sha256 klopt niet). "
            "Ik start het niet. Maak het opnieuw met: make train"
        )
    return manifest, path


def _inputs(layout: Layout) -> Iterator[Path]:
    yield from (layout.config, layout.contract, layout.lexicon, layout.lock)
    yield from sorted(layout.data.glob("*.yml"))
    yield from sorted(layout.components.glob("*.py"))
    yield layout.importer


def _spacy_model_state(config: Path) -> str:
    # A model that can be had since the last training makes other lemmas, so other features.
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8")).get("pipeline") or ()
    models = sorted({str(part["model"]) for part in pipeline if "model" in part})
    found = [name for name in models if name.isidentifier() and importlib.util.find_spec(name)]
    return f"{models}/{found}"
