"""The small classifier of the practice talk: what a volunteer's line does (listen, ask, normalise …).

Apart from the model of the young people: own lines (`nlu/practice/train`), own file
(`nlu/models/practice-….joblib`), trained in seconds by `make train`, kept by the hash of its inputs.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from nlu.layout import Layout
from nlu.manifest import sha256_of
from nlu.practice_lines import TRAIN, Line, read_lines

LONGEST = 2000  # characters of a line that are read
STRENGTH = (
    10.0  # how closely the lines are followed; chosen by leaving voices out of the training set
)


class PracticeError(Exception):
    """No model can be made or served; the text says why, in Dutch."""


@dataclass(frozen=True)
class PracticeModel:
    """A classifier that is ready to answer."""

    classifier: Any
    inputs: str

    def label(self, text: str) -> Dict[str, Any]:
        """The likeliest label of a line and how sure that is (0-1)."""
        chances = self.classifier.predict_proba([text[:LONGEST]])[0]
        best = int(chances.argmax())
        return {"label": str(self.classifier.classes_[best]), "confidence": float(chances[best])}


def make_classifier(strength: float = STRENGTH) -> Pipeline:
    """Words, pairs of words and pieces of words, in a linear model with chances."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\w+|[?!]")
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    linear = LogisticRegression(C=strength, max_iter=2000, class_weight="balanced")
    return make_pipeline(make_union(words, pieces), linear)


def fitted(lines: Sequence[Line], strength: float = STRENGTH) -> Pipeline:
    """A classifier that learned these lines."""
    return make_classifier(strength).fit([one.text for one in lines], [one.label for one in lines])


def fingerprint(layout: Layout) -> str:
    """One hash of the lines, of this code and of the libraries."""
    digest = hashlib.sha256()
    files = sorted((layout.practice / TRAIN).glob("*.yml"))
    for path in (Path(__file__), layout.lock, *files):
        digest.update(path.name.encode() + b"\0" + sha256_of(path).encode() + b"\0")
    return digest.hexdigest()


def _manifest(layout: Layout) -> Path:
    return layout.models / "practice.json"


def load(layout: Layout) -> Optional[PracticeModel]:
    """The model that was trained last; `None` when there is none, or when it was changed after it."""
    try:
        told = json.loads(_manifest(layout).read_text(encoding="utf-8"))
        path = layout.models / str(told["model"])
        if path.parent != layout.models or sha256_of(path) != told["sha256"]:
            return None
        return PracticeModel(joblib.load(path), str(told["inputs"]))
    except Exception:  # a file of another edition of the libraries fails in many ways
        return None


def train(layout: Layout, force: bool = False) -> str:
    """Makes the model if anything changed; returns what to tell. Raises `PracticeError`."""
    inputs = fingerprint(layout)
    present = None if force else load(layout)
    if present is not None and present.inputs == inputs:
        return f"Het oefenmodel {inputs[:12]} is al bij; niets te doen."
    found = read_lines(layout.practice / TRAIN)
    if found.mistakes:
        raise PracticeError("\n".join(f"nlu/practice/{mistake}" for mistake in found.mistakes))
    _keep(layout, fitted(found.lines), inputs)
    return f"Oefenmodel {inputs[:12]} getraind op {len(found.lines)} zinnen van vrijwilligers."


def _keep(layout: Layout, classifier: Pipeline, inputs: str) -> None:
    layout.models.mkdir(exist_ok=True)
    model = layout.models / f"practice-{inputs[:12]}.joblib"
    fresh = model.with_suffix(".new")
    joblib.dump(classifier, fresh, compress=3)
    os.replace(fresh, model)
    told = {"model": model.name, "sha256": sha256_of(model), "inputs": inputs}
    manifest = _manifest(layout).with_suffix(".new")
    manifest.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    os.replace(manifest, _manifest(layout))
    for old in layout.models.glob("practice-*.joblib"):
        if old != model:
            old.unlink()


def without_voice(lines: Sequence[Line], strength: float) -> List[str]:
    """What each line is called by a classifier that did not see its voice; for choosing settings."""
    said: Dict[str, str] = {}
    for author in sorted({line.author for line in lines}):
        rest = [line for line in lines if line.author != author]
        own = [line for line in lines if line.author == author]
        answers = fitted(rest, strength).predict([line.text for line in own])
        said.update(zip((line.place for line in own), map(str, answers)))
    return [said[line.place] for line in lines]
