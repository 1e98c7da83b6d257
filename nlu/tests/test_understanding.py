"""Loading and asking: the same as Rasa's own runner gives, and no TensorFlow where none is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar, Dict, List

import numpy as np
import pytest
import yaml
from nlu.components.head import rows_of
from nlu.components.lexicon import Lexicon, classes_between
from nlu.components.linear import FEW, LinearClassifier, Scale, Stack, product
from nlu.components.ngram_featurizer import PLACE, Place, RowFeatures
from nlu.components.ngrams import Ngrams, Rows, Shape
from nlu.components.writing import Written, written
from nlu.layout import ROOT, layout_of
from nlu.light import needs_tensorflow
from nlu.tests.conftest import Trained
from nlu.understanding import PlannedRunner
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import random as random_rows

ONE = "ik ga met de bus. zij komt ook mee vandaag."
TWO = "hij zit alleen thuis op zijn kamer"


class Adding(GraphComponent):
    """Adds what it needs, and one; counts how often it ran."""

    ran: ClassVar[List[int]] = []

    @classmethod
    def create(cls, config: Dict, *_: Any, **__: Any) -> Adding:
        return cls()

    load = create

    def add(self, one: int, other: int = 0) -> int:
        """The sum and one more."""
        self.ran.append(one)
        return one + other + 1


def node(target: bool = False, **needs: str) -> SchemaNode:
    """A node that adds."""
    return SchemaNode(needs, Adding, "load", "add", {}, eager=True, is_target=target)


def test_the_planned_runner_gives_what_rasas_own_gives(tmp_path: Path) -> None:
    schema = GraphSchema({
        "last": node(True, one="left", other="right"), "right": node(one="left", other="given"),
        "left": node(one="given"), "aside": node(one="given"),
    })  # fmt: skip
    answers = []
    for kind in (DaskGraphRunner, PlannedRunner):
        runner = kind.create(schema, LocalModelStorage(tmp_path), ExecutionContext(schema))
        for given in (1, 10):
            Adding.ran.clear()
            answers.append(runner.run({"given": given}, ["last"]))
            assert len(Adding.ran) == 3  # "aside" is not asked for
    assert answers == [{"last": 7}, {"last": 34}] * 2


def test_the_service_leaves_tensorflow_out(trained: Trained) -> None:
    script = (
        "import sys; from pathlib import Path; from nlu.layout import layout_of\n"
        "from nlu.manifest import checked_model; from nlu.serve import load_model\n"
        "manifest, path = checked_model(layout_of(Path(sys.argv[1])))\n"
        "print(load_model(path, manifest.tensorflow).parse('hoi')['intent']['name'])\n"
        "print(any(name.startswith(('jax.', 'tensorflow.python')) for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(trained.root)],
        cwd=ROOT, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    topic, loaded = done.stdout.split()
    assert topic and loaded == "False", done.stderr


def test_a_pipeline_with_an_unknown_part_keeps_tensorflow(tmp_path: Path) -> None:
    assert not needs_tensorflow(layout_of().config)
    config = yaml.safe_load(layout_of().config.read_text(encoding="utf-8"))
    config["pipeline"].append({"name": "DIETClassifier"})
    file = tmp_path / "config.yml"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    assert needs_tensorflow(file)


@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1])
def test_a_message_alone_is_multiplied_as_many_are(count: int) -> None:
    rows = random_rows(count, 50, 0.2, "csr", np.float32, np.random.RandomState(1))
    weights = np.random.RandomState(2).rand(50, 3).astype(np.float32)
    assert np.allclose(product(rows, weights), rows.toarray() @ weights, atol=1e-6)
    assert product(rows, weights[:, 0]).shape == (count,)


def test_a_scale_inside_the_weights_gives_what_it_gives_after_them() -> None:
    some = np.random.RandomState(3)
    rows = random_rows(40, 30, 0.3, "csr", np.float32, some)
    stack = Stack(some.rand(30, 6).astype(np.float32), some.rand(6))
    scale = Scale(stack.scores(rows), np.arange(40) % 3)
    assert np.allclose(stack.scaled(scale).scores(rows), scale.odds(stack.scores(rows)), atol=1e-4)


def test_probabilities_of_two_labels_and_of_few_sentences_add_up() -> None:
    rows = random_rows(4, 20, 0.5, "csr", np.float32, np.random.RandomState(4))
    model = LinearClassifier([("svm", 0.3), ("bayes", 1.0)]).fit(rows, ["a", "b", "a", "b"])
    chances = model.probabilities(rows)
    assert chances.shape == (4, 2) and np.allclose(chances.sum(axis=1), 1)


def seen(text: str) -> Written:
    """A text as the features see it, without spaCy."""
    places = [text.index(word) for word in text.split()]
    return written(text, list(zip(places, text.split())), Lexicon({}))


def rows_for(*texts: str) -> Rows:
    """The features of some messages, learned from three."""
    known = [seen(text) for text in (ONE, TWO, ONE.upper().lower())]
    return Ngrams(Shape(classes=False)).fit(known).rows([seen(text) for text in texts])


def message_at(rows: Rows, number: int) -> Message:
    """A message that stands in some row."""
    message = Message(data={"text": "x"})
    message.set(PLACE, Place(rows, number, ()))
    return message


def same(one: Rows, other: Rows) -> bool:
    """Whether all features are the same."""
    return (
        (one.whole != other.whole).nnz == 0 and (one.parts != other.parts).nnz == 0
        and one.words.tolist() == other.words.tolist()
        and one.owners.tolist() == other.owners.tolist()
    )  # fmt: skip


def test_heads_get_the_rows_of_their_messages_however_these_come() -> None:
    both, first, second = rows_for(ONE, TWO), rows_for(ONE), rows_for(TWO)
    assert first.parts.shape[0] == 2 and second.parts.shape[0] == 0
    assert rows_of([message_at(both, 0), message_at(both, 1)]) is both
    assert same(rows_of([message_at(both, 0)]), first)
    assert same(rows_of([message_at(first, 0), message_at(second, 0)]), both)
    turned = rows_of([message_at(both, 1), message_at(both, 0)])
    assert same(turned, rows_for(TWO, ONE))


def test_rasa_gets_the_features_of_a_message_when_it_asks() -> None:
    place = Place(rows_for(TWO, ONE), 1, ())
    sentence, sequence = (RowFeatures(place, kind, "n") for kind in ("sentence", "sequence"))
    assert sentence.is_sparse() and sentence.features.shape[0] == 1
    assert (sentence.features != rows_for(ONE).whole).nnz == 0
    assert (sequence.features != rows_for(ONE).parts).nnz == 0


def test_classes_of_a_part_are_those_of_its_text_alone() -> None:
    lexicon = Lexicon(
        {"peace": ["weer goed", "vrede"], "weather": ["weer", "regen*"], "pair": ["goed vrede"]}
    )
    text = "het is weer goed vrede en regenbui"
    hits = lexicon.hits_in(text)
    for start, end in ((0, len(text)), (0, 11), (7, 16), (12, 22), (17, 34)):
        assert classes_between(hits, start, end) == lexicon.classes_in(text[start:end])
