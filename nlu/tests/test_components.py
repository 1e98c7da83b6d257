"""The components: each learns, is kept, is loaded again, and answers the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List

import pytest
import spacy
import yaml
from nlu.components.act_head import ActHead
from nlu.components.danger import DangerClassifier, Judgement, Label, Limits
from nlu.components.lexicon import Lexicon, read_lexicon
from nlu.components.linear import folds_of
from nlu.components.ngram_featurizer import NgramFeaturizer
from nlu.components.ngrams import Ngrams, Shape
from nlu.components.parting import LONGEST, parts_of
from nlu.components.rewriting import rewrite, rewritten
from nlu.components.risk_head import RiskHead
from nlu.components.spacy_nlp import DutchSpacyNLP
from nlu.components.spacy_pipeline import FALLBACK, dutch_pipeline
from nlu.components.topic_head import TopicHead
from nlu.components.typed_dutch import TypedDutch
from nlu.components.writing import Written, written
from nlu.layout import layout_of
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

CONTEXT = ExecutionContext(GraphSchema({}))
Judge = Callable[[str, Limits], Judgement]
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
    bench.add(RiskHead, C=10.0, threshold=0.35, urgent_threshold=0.3, life_threshold=0.1)
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
    assert 0.3 <= risk["confidence"] <= 1 and risk["life_now"] is True
    assert bench.parse("ik voel al weken helemaal niks")["risk"]["level"] == "concern"


@pytest.fixture(scope="module")
def judge() -> Judge:
    """Says what one classifier, taught once with the sentences above, makes of a text.

    Once: who teaches it again gets the same chances only to the last digits.
    """
    seen = [message(sentence) for sentence, *_ in SENTENCES]
    ngrams = Ngrams(Shape(apart=0, classes=False)).fit(seen)
    kinds = {"none": (), "concern": ("other",), "urgent": ("suicide",)}
    labels = [Label(risk, kinds[risk], "dood" in said) for said, _, _, risk in SENTENCES]
    model = DangerClassifier(10.0, [1.0], 10.0, Limits(0, 1, 0, 0)).fit(ngrams.rows(seen), labels)

    def judged(text: str, limits: Limits) -> Judgement:
        model.limits = limits
        return model.judge(ngrams.rows([message(text)]))[0]

    return judged


def message(text: str) -> Written:
    """A text as the features see it, without spaCy."""
    places = [text.index(word) for word in text.split()]
    return written(text, list(zip(places, text.split())), Lexicon({}))


def test_each_level_has_its_own_limit(judge: Judge) -> None:
    text = "ik wil dood"
    chances = judge(text, Limits(0, 1, 0, 0)).chances
    urgent_now = judge(text, Limits(chances.seen(1), 1, chances.urgent, chances.life))
    assert (urgent_now.level, urgent_now.life_now) == ("urgent", True)
    not_now = judge(text, Limits(chances.seen(1), 1, chances.urgent, 1.1))
    assert (not_now.level, not_now.life_now) == ("urgent", False)
    only_seen = judge(text, Limits(chances.seen(1), 1, 1.1, 0))
    assert (only_seen.level, only_seen.life_now) == ("concern", False)
    assert only_seen.kinds == ("suicide",)
    assert judge(text, Limits(1.1, 1, 0, 0)).level == "none"


def test_half_a_sentence_of_danger_is_not_drowned(judge: Judge) -> None:
    calm = "de huur is niet betaald. mijn rekening is te hoog. ze lachen me uit in de klas."
    limits = Limits(0.5, 1, 0.5, 0.5)
    worse = judge(f"{calm} ik wil dood. ik kan de rekening niet betalen.", limits)
    assert worse.chances.danger > judge(calm, limits).chances.danger
    assert worse.part == 3


def test_an_endless_sentence_is_cut_into_windows_that_overlap() -> None:
    text = " ".join(f"w{number}" for number in range(60))
    parts = [text[start:end].split() for start, end in parts_of(text)]
    assert all(len(part) <= LONGEST for part in parts)
    assert {word for part in parts for word in part} == set(text.split())
    assert parts[0][-8:] == parts[1][:8]
    assert parts_of("een korte zin") == [] and parts_of("") == []


def test_the_words_that_caused_it_are_given_as_they_were_typed(bench: Bench) -> None:
    text = "Bedankt voor alles.  Kheb gezegd: ik wil DOOD en nooit meer wakker worden!  Ja hoor."
    risk = bench.parse(text)["risk"]
    assert risk["words"] == "Kheb gezegd: ik wil DOOD en nooit meer wakker worden!"
    assert bench.parse("bedankt")["risk"]["words"] == ""


def test_letters_keep_their_place_in_what_was_typed() -> None:
    text = "Kheb egt GEEN zin meeeeer \U0001f62d da\u2019s nie\u200bt f\ufb01jn"
    typed = rewritten(text)
    assert typed.text == "ik heb echt geen zin meer  \U0001f62d  dat is niet ffijn"
    start = typed.text.index("geen zin meer")
    begin, end = typed.typed_span(start, start + len("geen zin meer"))
    assert text[begin:end].startswith("GEEN zin mee")
    assert len(typed.places) == len(typed.text)
    assert list(typed.places) == sorted(typed.places)


def test_the_lexicon_finds_words_stems_and_word_groups() -> None:
    lexicon = Lexicon({"letters": ["aanmaning*"], "peace": ["weer goed", "vrede"]})
    assert lexicon.classes_in("tweede aanmaningsbrief") == ("letters",)
    assert lexicon.classes_in("nu is het weer goed. vrede") == ("peace", "peace")
    assert lexicon.classes_in("weer niet goed") == ()


def test_the_lexicon_of_the_project_is_large_and_clean() -> None:
    content = yaml.safe_load(layout_of().lexicon.read_text(encoding="utf-8"))
    entries = [str(entry) for words in content.values() for entry in words]
    assert len(content) > 200 and len(entries) > 15_000
    assert [entry for entry in entries if entry != entry.lower() or not entry.strip()] == []
    assert [name for name, words in content.items() if len(set(words)) != len(words)] == []
    assert "collection_letters" in read_lexicon().classes_in("weer een aanmaning")


def test_stretched_letters_and_invisible_signs_change_nothing(bench: Bench) -> None:
    plain = bench.parse("ik wil dood")["risk"]
    hidden = bench.parse("ik wil d\u200bood")["risk"]
    assert {**hidden, "words": ""} == {**plain, "words": ""}
    assert bench.parse("IK WIL DOOD")["risk"] == {**plain, "words": "IK WIL DOOD"}


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("neeeeeee", "nee"), ("kheb egt gn zin", "ik heb echt gn zin"), ("m\u2019n kat", "mijn kat"),
     ("da ni", "dat niet"), ("vr hw ofz", "voor huiswerk ofzo"), ("groeeeen", "groeen"),
     ("111", "111"), ("", "")],
)  # fmt: skip
def test_rewriting_is_small_and_safe(typed: str, plain: str) -> None:
    assert rewrite(typed) == plain


def test_folds_part_authors_unless_one_author_wrote_a_whole_label() -> None:
    labels = ["a", "a", "b", "b"] * 6
    authors = [f"author_{number // 4}" for number in range(24)]
    for train, test in folds_of(labels, authors):
        assert not {authors[place] for place in train} & {authors[place] for place in test}
    alone = ["c" if author == "author_0" else label for author, label in zip(authors, labels)]
    for train, _ in folds_of(alone, authors):
        assert {alone[place] for place in train} == {"a", "b", "c"}


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
