"""The components: each learns, is kept, is loaded again, and answers the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

import pytest
import spacy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.act_head import ActHead
from nlu.components.danger import DangerClassifier, Judgement, Label, Limits
from nlu.components.ngram_featurizer import NgramFeaturizer
from nlu.components.ngrams import Ngrams, Written
from nlu.components.rewriting import rewrite
from nlu.components.risk_head import RiskHead
from nlu.components.spacy_nlp import DutchSpacyNLP
from nlu.components.spacy_pipeline import FALLBACK, dutch_pipeline
from nlu.components.topic_head import TopicHead
from nlu.components.typed_dutch import TypedDutch

CONTEXT = ExecutionContext(GraphSchema({}))
SENTENCES = [
    ("ze lachen me uit in de klas", "bullying", "tell", "none"),
    ("ze schelden me uit op school", "bullying", "tell", "none"),
    ("iedereen lacht mij uit", "bullying", "tell", "none"),
    ("ik kan de rekening niet betalen", "debt", "tell", "none"),
    ("de huur is niet betaald", "debt", "tell", "none"),
    ("mijn rekening is te hoog", "debt", "tell", "none"),
    ("bedankt voor alles", "none", "thank", "none"),
    ("dankjewel", "none", "thank", "none"),
    ("bedankt hoor", "none", "thank", "none"),
    ("ik wil dood", "none", "tell", "urgent"),
    ("ik wil niet meer leven", "none", "tell", "urgent"),
    ("ik wil nooit meer wakker worden", "none", "tell", "urgent"),
    ("ik voel niks meer", "none", "tell", "concern"),
    ("ik heb nergens meer zin in", "none", "tell", "concern"),
    ("ik voel al weken niks", "none", "tell", "concern"),
]


def message_of(text: str, topic: str, act: str, risk: str) -> Message:
    """A training sentence as Rasa reads it from YAML."""
    labels: Dict[str, Any] = {"act": act, "risk": risk}
    if risk != "none":
        labels["kinds"] = ["suicide"] if risk == "urgent" else ["other"]
        labels["life_now"] = "dood" in text
    return Message(data={"text": text, "intent": topic, "metadata": {"example": labels}})


class Bench:
    """Runs the pipeline by hand: trains a component, loads it from the storage, processes."""

    def __init__(self, folder: Path) -> None:
        self.storage = LocalModelStorage(folder)
        self.data = TrainingData([message_of(*sentence) for sentence in SENTENCES])
        self.parts: List[Any] = []

    def add(self, component: Any, **config: Any) -> None:
        """Trains the component where it can learn, then uses the copy that was kept."""
        resource = Resource(component.__name__)
        options = {**component.get_default_config(), **config}
        part = component.create(options, self.storage, resource, CONTEXT)
        if hasattr(part, "train"):
            part.train(self.data)
            part = component.load(options, self.storage, resource, CONTEXT)
        self.parts.append(part)
        self.run(part, self.data.training_examples)

    def run(self, part: Any, messages: List[Message]) -> None:
        """One component over the messages."""
        extra = [part.provide()] if isinstance(part, DutchSpacyNLP) else []
        part.process(messages, *extra)

    def parse(self, text: str) -> Dict[str, Any]:
        """The answer of the whole pipeline for one text."""
        message = Message(data={"text": text})
        for part in self.parts:
            self.run(part, [message])
        return message.as_dict(only_output_properties=True)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("storage"))
    bench.add(TypedDutch)
    bench.add(DutchSpacyNLP, model=FALLBACK)
    bench.add(SpacyTokenizer)
    bench.add(NgramFeaturizer)
    bench.add(TopicHead)
    bench.add(ActHead)
    # Fifteen sentences give no scale to speak of; the limits here only tell the levels apart.
    bench.add(RiskHead, halfway=0, threshold=0.4, urgent_threshold=0.4, life_threshold=0.2)
    return bench


def test_topic_act_and_risk_come_from_what_was_kept(bench: Bench) -> None:
    laughed_at = bench.parse("ze lachen mij weer uit")
    assert laughed_at["intent"]["name"] == "bullying"
    assert len(laughed_at["intent_ranking"]) == 3
    assert laughed_at["risk"]["level"] == "none" and laughed_at["risk"]["kinds"] == []
    assert bench.parse("bedankt")["act"]["name"] == "thank"


def test_danger_has_level_kind_and_confidence(bench: Bench) -> None:
    risk = bench.parse("ik wil echt dood")["risk"]
    assert risk["level"] == "urgent" and risk["kinds"] == ["suicide"]
    assert 0.4 <= risk["confidence"] <= 1 and risk["life_now"] is True
    assert bench.parse("ik voel al weken helemaal niks")["risk"]["level"] == "concern"


def judged(text: str, limits: Limits, halfway: float = 0) -> Judgement:
    """The judgement of a classifier with these limits, taught with the sentences above."""
    seen = [Written(sentence, tuple(sentence.split())) for sentence, *_ in SENTENCES]
    ngrams = Ngrams((1, 2), (2, 5)).fit(seen)
    kinds = {"none": (), "concern": ("other",), "urgent": ("suicide",)}
    labels = [Label(risk, kinds[risk], "dood" in said) for said, _, _, risk in SENTENCES]
    model = DangerClassifier(10.0, halfway, limits).fit(ngrams.transform(seen), labels)
    return model.judge(ngrams.transform([Written(text, tuple(text.split()))]))[0]


def test_each_level_has_its_own_limit() -> None:
    text = "ik wil dood"
    chances = judged(text, Limits(0, 0, 0)).chances
    urgent_now = judged(text, Limits(chances.danger, chances.urgent, chances.life))
    assert (urgent_now.level, urgent_now.life_now) == ("urgent", True)
    not_now = judged(text, Limits(chances.danger, chances.urgent, 1.1))
    assert (not_now.level, not_now.life_now) == ("urgent", False)
    only_seen = judged(text, Limits(chances.danger, 1.1, 0))
    assert (only_seen.level, only_seen.life_now) == ("concern", False)
    assert only_seen.kinds == ("suicide",)
    assert judged(text, Limits(1.1, 0, 0)).level == "none"


def test_one_known_word_counts_for_less_than_a_sentence() -> None:
    limits = Limits(0.5, 0.5, 0.5)
    assert judged("dood", limits, halfway=60).chances.danger < 0.9
    assert judged("xyz", limits, halfway=60).level == "none"


def test_stretched_letters_and_invisible_signs_change_nothing(bench: Bench) -> None:
    plain = bench.parse("ik wil dood")["risk"]
    assert bench.parse("ik wil d\u200bood")["risk"] == plain
    assert bench.parse("IK WIL DOOD")["risk"] == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("neeeeeee", "nee"), ("kheb egt gn zin", "ik heb echt gn zin"), ("m\u2019n kat", "mijn kat"),
     ("da ni", "dat niet"), ("groeeeen", "groeen"), ("111", "111"), ("", "")],
)  # fmt: skip
def test_rewriting_is_small_and_safe(typed: str, plain: str) -> None:
    assert rewrite(typed) == plain


def test_without_the_trained_model_blank_dutch_with_lemmas_is_used() -> None:
    pipeline = dutch_pipeline("nl_core_news_die_er_niet_is")
    assert pipeline.name == FALLBACK
    assert [word.lemma_ for word in pipeline.language("ze lachten")][1] == "lachen"


def test_a_trained_pipeline_is_used_when_it_is_there(tmp_path: Path) -> None:
    made = spacy.blank("nl")
    made.meta["name"] = "klein"
    ruler = made.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "kwiek"}]], {"LEMMA": "vlug"})
    made.to_disk(tmp_path / "pipeline")
    config = {**DutchSpacyNLP.get_default_config(), "model": str(tmp_path / "pipeline")}
    storage = LocalModelStorage(tmp_path)
    part = DutchSpacyNLP.create(config, storage, Resource("x"), CONTEXT)
    message = Message(data={"text": "Kwiek!"})
    part.process([message], part.provide())
    SpacyTokenizer.create({**SpacyTokenizer.get_default_config()}, storage, Resource("t"), CONTEXT
                          ).process([message])  # fmt: skip
    assert part.provide().model_name == "nl_klein"
    assert message.get("text_tokens")[0].lemma == "vlug"
