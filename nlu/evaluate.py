"""Measures the pipeline by cross-validation: no sentence is judged by a model that saw it.

For the language people: `nlu/.venv/bin/python nlu/evaluate.py` prints the figures of README.md.
The same features and heads as in the service, without Rasa around them, so it takes a minute.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any, List, Sequence, Tuple

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # spaCy wakes TensorFlow, which chatters

import numpy as np
import yaml
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from nlu.components.danger import Chances, DangerClassifier, Judgement, Label
from nlu.components.linear import SEED, LinearClassifier
from nlu.components.ngrams import Ngrams, Written
from nlu.components.rewriting import rewrite
from nlu.components.spacy_pipeline import dutch_pipeline
from nlu.contract import read_contract
from nlu.layout import Layout, layout_of
from nlu.sentences import Sentence, read_sentences

# The share of harmless sentences that may be called this; the thresholds are put there.
MAY_ALARM = 0.04
MAY_BE_URGENT = 0.003
MAY_BE_LIFE_NOW = 0.001
SHORT = 4  # words


def interval(hits: int, total: int) -> Tuple[float, float]:
    """The 95 % Wilson interval of a share."""
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * np.sqrt(share * (1 - share) / total + z * z / (4 * total**2)) / (1 + z * z / total)
    return max(0.0, middle - half), middle + half


def report(name: str, right: Sequence[bool] | np.ndarray) -> None:
    """Prints one share with its interval and the number of sentences."""
    hits, total = int(np.sum(right)), len(right)
    low, high = interval(hits, total)
    print(f"{name:<44} {hits / total:.3f}  [{low:.3f}-{high:.3f}]  n={total}", flush=True)


def options_of(config: Path, component: str) -> dict[str, Any]:
    """The options of one component in config.yml, so that both use the same ones."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    return next(part for part in pipeline if part["name"].endswith("." + component))


def written_of(layout: Layout, sentences: Sequence[Sentence]) -> Tuple[List[Written], str]:
    """What the features see of each sentence, and the name of the spaCy pipeline."""
    pipeline = dutch_pipeline(options_of(layout.config, "DutchSpacyNLP")["model"])
    texts = [rewrite(sentence.text) for sentence in sentences]
    documents = pipeline.language.pipe(texts)
    lemmas = [
        tuple((word.lemma_ or word.text).lower() for word in document if word.text.strip())
        for document in documents
    ]
    return [Written(*pair) for pair in zip(texts, lemmas)], pipeline.name


class CrossValidation:
    """The answers for every sentence, each given by a model that did not see it."""

    def __init__(self, layout: Layout, sentences: Sequence[Sentence], folds: int) -> None:
        self.sentences = sentences
        self.topics = sorted({sentence.topic for sentence in sentences})
        self.chances = np.zeros((len(sentences), len(self.topics)))
        self.acts = np.empty(len(sentences), dtype=object)
        unknown = Judgement("none", (), False, Chances(0.0, 0.0, 0.0))
        self.judgements: List[Judgement] = [unknown] * len(sentences)
        self._layout = layout
        messages, self.spacy = written_of(layout, sentences)
        # Few sentences of one topic carry risk: dangerous ones are spread by risk, others by topic.
        strata = [s.topic if s.risk == "none" else s.risk for s in sentences]
        splitter = StratifiedKFold(folds, shuffle=True, random_state=SEED)
        for number, (train, test) in enumerate(splitter.split(strata, strata), start=1):
            print(f"deel {number} van {folds} ...", flush=True)
            self._judge(messages, train, test)

    def _judge(self, messages: List[Written], train: np.ndarray, test: np.ndarray) -> None:
        options = options_of(self._layout.config, "NgramFeaturizer")
        ngrams = Ngrams(tuple(options["words"]), tuple(options["characters"]))
        known = ngrams.fit([messages[i] for i in train]).transform([messages[i] for i in train])
        new = ngrams.transform([messages[i] for i in test])
        taught = [self.sentences[i] for i in train]
        topic = self._head("TopicHead").fit(known, [sentence.topic for sentence in taught])
        self.chances[test] = topic.probabilities(new)
        act = self._head("ActHead").fit(known, [sentence.act for sentence in taught])
        best = act.probabilities(new).argmax(axis=1)
        self.acts[test] = [act.labels[place] for place in best]
        risk = DangerClassifier.from_options(options_of(self._layout.config, "RiskHead"))
        risk.fit(known, [Label(s.risk, s.kinds, s.life_now) for s in taught])
        for place, judgement in zip(test, risk.judge(new)):
            self.judgements[place] = judgement

    def _head(self, component: str) -> LinearClassifier:
        options = options_of(self._layout.config, component)
        return LinearClassifier(options["classifier"], options["C"])


def report_labels(measured: CrossValidation) -> None:
    """Topic and act."""
    truth = np.array([sentence.topic for sentence in measured.sentences])
    names = np.array(measured.topics)
    order = np.argsort(-measured.chances, axis=1)
    report("onderwerp goed", names[order[:, 0]] == truth)
    report("goede onderwerp bij eerste drie", (names[order[:, :3]] == truth[:, None]).any(axis=1))
    print(f"onderwerp macro-F1: {f1_score(truth, names[order[:, 0]], average='macro'):.3f}")
    acts = np.array([sentence.act for sentence in measured.sentences])
    report("daad (act) goed", measured.acts == acts)
    print(f"daad macro-F1: {f1_score(acts, measured.acts, average='macro'):.3f}")


def report_danger(measured: CrossValidation) -> None:
    """Danger at the thresholds of config.yml."""
    levels = np.array([sentence.risk for sentence in measured.sentences])
    said = np.array([judgement.level for judgement in measured.judgements])
    seen, urgent, harmless = said != "none", levels == "urgent", levels == "none"
    report("urgent gezien (als urgent of concern)", seen[urgent])
    report("urgent ook urgent genoemd", said[urgent] == "urgent")
    report("concern gezien (als urgent of concern)", seen[levels == "concern"])
    report("vals alarm bij onschuldige zinnen", seen[harmless])
    report("  daarvan urgent genoemd", said[harmless] == "urgent")
    short = np.array([len(sentence.text.split()) <= SHORT for sentence in measured.sentences])
    report(f"vals alarm, onschuldig en hooguit {SHORT} woorden", seen[harmless & short])
    report("  daarvan urgent genoemd", said[harmless & short] == "urgent")
    report(f"gevaar in hooguit {SHORT} woorden gezien", seen[~harmless & short])
    life = np.array([sentence.life_now for sentence in measured.sentences])
    now = np.array([judgement.life_now for judgement in measured.judgements])
    report("leven nu in gevaar: gezien als danger", seen[life])
    report("leven nu in gevaar: gezien als life_now", now[life])
    report("leven nu in gevaar: ten onrechte gezegd", now[~life])
    report("  bij onschuldige zinnen", now[harmless])
    pairs = [
        bool(set(sentence.kinds) & set(judgement.kinds))
        for sentence, judgement in zip(measured.sentences, measured.judgements)
        if sentence.risk != "none" and judgement.level != "none"
    ]
    report("soort gevaar goed, als het gezien is", pairs)
    report_thresholds([j.chances for j, calm in zip(measured.judgements, harmless) if calm])


def report_thresholds(harmless: Sequence[Chances]) -> None:
    """The thresholds that fit, each among the sentences that pass the one before."""
    danger, urgent, life = np.array([(c.danger, c.urgent, c.life) for c in harmless]).T
    limits = [exceeded_by(MAY_ALARM, danger)]
    urgent = np.where(danger >= limits[0], urgent, 0)
    limits.append(exceeded_by(MAY_BE_URGENT, urgent))
    life = np.where(urgent >= limits[1], life, 0)
    limits.append(exceeded_by(MAY_BE_LIFE_NOW, life))
    shares = (MAY_ALARM, MAY_BE_URGENT, MAY_BE_LIFE_NOW)
    names = ("threshold", "urgent_threshold", "life_threshold")
    for name, share, limit in zip(names, shares, limits):
        print(f"{name} voor {share:.1%} van de onschuldige zinnen: {limit:.3f} (config.yml)")


def exceeded_by(share: float, chances: np.ndarray) -> float:
    """The threshold that at most this share reaches, rounded up as it stands in config.yml."""
    first_calm = np.sort(chances)[::-1][int(share * len(chances))]
    return float(np.floor(first_calm * 1000) + 1) / 1000


def main() -> int:
    """Prints all figures."""
    parser = argparse.ArgumentParser(description="Meet de taaldienst door kruisvalidatie.")
    parser.add_argument("--folds", type=int, default=5, help="in hoeveel delen (standaard 5)")
    folds = parser.parse_args().folds
    layout = layout_of()
    found = read_sentences(layout.data, read_contract(layout.contract))
    if found.mistakes:
        print("\n".join(str(mistake) for mistake in found.mistakes), file=sys.stderr)
        return 1
    measured = CrossValidation(layout, found.sentences, folds)
    print(f"{len(found.sentences)} verzonnen zinnen, {folds} delen, spaCy: {measured.spacy}")
    report_labels(measured)
    report_danger(measured)
    return 0


if __name__ == "__main__":
    sys.exit(main())
