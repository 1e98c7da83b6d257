"""Finds the spaCy pipeline: the trained Dutch one, or blank Dutch with lookup lemmas.

The trained model is published on one site only; a machine that cannot reach it must work too.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Dict, Optional, Tuple

import spacy
from spacy.language import Language

logger = logging.getLogger("maatje.nlu")

FALLBACK = "blank-nl-lookup"
# Only words and their lemmas are used: these parts would cost time in every message.
UNUSED = ["parser", "ner"]


@dataclass(frozen=True)
class DutchPipeline:
    """A loaded pipeline, and its name for `GET /status` and the manifest."""

    language: Language
    name: str


_loaded: Dict[str, DutchPipeline] = {}


def dutch_pipeline(model: str) -> DutchPipeline:
    """Loads `model` (a package name or a folder), else the fallback; once a process."""
    if model not in _loaded:
        _loaded[model] = _load(model)
    return _loaded[model]


def pipelines_in_use() -> Tuple[str, ...]:
    """The names of what this process has loaded, for `GET /status`."""
    return tuple(sorted({pipeline.name for pipeline in _loaded.values()}))


def _load(model: str) -> DutchPipeline:
    trained = None if model == FALLBACK else _trained(model)
    if trained is not None:
        return DutchPipeline(trained, f"{trained.meta['lang']}_{trained.meta['name']}")
    if model != FALLBACK:
        logger.warning("spaCy-model '%s' is er niet; verder met %s", model, FALLBACK)
    return DutchPipeline(_blank(), FALLBACK)


def _trained(model: str) -> Optional[Language]:
    try:
        return spacy.load(model, exclude=UNUSED)
    except (OSError, ValueError, ImportError):
        # Not installed, not a pipeline, or made for another spaCy: the fallback serves.
        return None


def _blank() -> Language:
    language = spacy.blank("nl")
    language.add_pipe("lemmatizer", config={"mode": "lookup"})
    language.initialize()
    return language
