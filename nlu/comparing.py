"""Other ways to sort the same messages, measured on the same held-out sentences.

For report.py. The stock pipeline of Rasa (DIET) is trained as anybody would who follows Rasa's
documentation; the others share our reading of the files.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

import numpy as np
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from nlu.components.linear import Kinds, LinearClassifier
from nlu.components.ngrams import Ngrams, Shape
from nlu.components.rewriting import rewrite
from nlu.components.writing import Written
from nlu.sentences import Sentence

# `rasa init` of Rasa 3.6 writes this pipeline, with the language set to Dutch.
STOCK = """recipe: default.v1
language: nl
assistant_id: stock
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 100
    constrain_similarities: true
    random_seed: 20240601
  - name: EntitySynonymMapper
  - name: ResponseSelector
    epochs: 100
    constrain_similarities: true
  - name: FallbackClassifier
    threshold: 0.3
    ambiguity_threshold: 0.1
"""

SVM = ("svm", 0.3)
LOGISTIC = ("logistic", 10.0)
BAYES = (("bayes", 0.03), ("bayes", 1.0))
TOGETHER: Dict[str, Kinds] = {
    "SVM": [SVM],
    "logistic regression": [LOGISTIC],
    "naive Bayes": BAYES[:1],
    "SVM and two naive Bayes (in use)": [SVM, *BAYES],
    "these and logistic regression": [SVM, LOGISTIC, *BAYES],
}

Ranking = Tuple[np.ndarray, np.ndarray]  # names of the labels; one row of scores a message


def plain_svm(known: Sequence[str], labels: Sequence[str], new: Sequence[str]) -> Ranking:
    """Words of the text as it was typed, TF-IDF, a linear SVM: what a textbook begins with."""
    words = TfidfVectorizer()
    model = LinearSVC(random_state=0).fit(words.fit_transform(known), labels)
    return model.classes_, model.decision_function(words.transform(new))


def features_tried(
    known: Sequence[Written], labels: Sequence[str], authors: Sequence[str],
    new: Sequence[Written], *, lexicon: bool = True,
) -> Iterator[Tuple[str, Ranking]]:  # fmt: skip
    """Our features one after the other, and our classifiers on all of them."""
    full = Shape(classes=lexicon)
    shapes = {
        "words": replace(full, characters=(0, 0), apart=0, classes=False),
        "words and pieces of words": replace(full, apart=0, classes=False),
        "the same and pairs of words": replace(full, classes=False),
    }
    if lexicon:
        shapes["words, pieces and lexicon"] = replace(full, apart=0)
    for name, shape in shapes.items():
        yield name + ", SVM", _linear([SVM], shape, known, labels, authors, new)
    for name, kinds in TOGETHER.items():
        yield f"everything, {name}", _linear(kinds, full, known, labels, authors, new)


def _linear(
    kinds: Kinds, shape: Shape, known: Sequence[Written], labels: Sequence[str],
    authors: Sequence[str], new: Sequence[Written],
) -> Ranking:  # fmt: skip
    ngrams = Ngrams(shape).fit(known)
    model = LinearClassifier(kinds).fit(ngrams.transform(known), labels, authors)
    return np.array(model.labels), np.log(model.probabilities(ngrams.transform(new)) + 1e-9)


def stock_rasa(sentences: Sequence[Sentence], new: Sequence[str], folder: Path) -> Ranking:
    """Rasa's own pipeline, trained in `folder` (kept there: training takes long)."""
    model = folder / "stock.tar.gz"
    if not model.is_file():
        train_stock(sentences, folder)
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
    from rasa.core.agent import Agent

    agent = Agent.load(model_path=str(model))

    async def parse_all() -> List[Dict[str, float]]:
        found = []
        for text in new:
            parsed = await agent.parse_message(text)
            found.append({row["name"]: row["confidence"] for row in parsed["intent_ranking"]})
        return found

    rankings = asyncio.run(parse_all())
    names = np.array(sorted({name for row in rankings for name in row} - {"nlu_fallback"}))
    return names, np.array([[row.get(name, 0.0) for name in names] for row in rankings])


def train_stock(sentences: Sequence[Sentence], folder: Path, pipeline: str = STOCK) -> None:
    """Trains Rasa's own pipeline on the topics, with Rasa's own reader."""
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
    from rasa.model_training import train_nlu

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        config, data = Path(place) / "config.yml", Path(place) / "nlu.yml"
        config.write_text(pipeline, encoding="utf-8")
        by_topic: Dict[str, List[Dict[str, str]]] = {}
        for sentence in sentences:
            by_topic.setdefault(sentence.topic, []).append({"text": sentence.text + "\n"})
        nlu = [{"intent": topic, "examples": rows} for topic, rows in by_topic.items()]
        data.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True))
        with contextlib.redirect_stdout(io.StringIO()):
            made = train_nlu(str(config), str(data), str(folder), "stock")
    if not made:
        raise RuntimeError("Rasa made no stock model")


def read_xsid(file: Path) -> Tuple[List[str], List[str]]:
    """Texts and intents of one Dutch file of xSID (van der Goot et al., NAACL 2021)."""
    lines = file.read_text(encoding="utf-8").splitlines()
    texts = [line.split("= ", 1)[1] for line in lines if line.startswith("# text =")]
    intents = [line.split("= ", 1)[1] for line in lines if line.startswith("# intent =")]
    return texts, intents


def plain_written(texts: Sequence[str]) -> List[Written]:
    """Texts without lexicon, for data that is not about young people."""
    rewritten = [rewrite(text) for text in texts]
    return [Written(text, tuple(text.split())) for text in rewritten]
