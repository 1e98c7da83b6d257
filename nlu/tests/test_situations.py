"""What is told in a message: learned per topic, with a chance that left-out authors bear out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import List, Tuple

import numpy as np
import pytest
from nlu.components.lexicon import Lexicon
from nlu.components.ngrams import Ngrams, Shape
from nlu.components.situations import (
    PER_TOPIC,
    Lesson,
    Seen,
    SituationClassifier,
    Strengths,
    read_for_situations,
)
from nlu.components.writing import Written, written

WHO = ("ze", "een paar meisjes", "de hele klas", "jongens uit de derde")
WHEN = ("elke dag", "sinds september", "in de pauze", "na gym", "")
TOLD = {
    ("bullying", "laughed_at"): ("{} lachen me uit {}", "{} lachen als ik iets zeg {}"),
    ("bullying", "left_out"): ("{} laten me niet meedoen {}", "ik mag er niet bij van {} {}"),
    ("bullying", ""): ("{} hebben een nieuwe leraar {}", "{} gaan op kamp {}"),
    ("debt", "open_letters"): ("brieven van {} maak ik niet open {}", "{} sturen post {}"),
    ("debt", "lent_money"): ("{} lenen geld van mij {}", "ik heb {} geld geleend {}"),
    ("debt", ""): ("{} werken bij de bakker {}", "{} willen een brommer {}"),
}
NO_WORDS = Lexicon({})


def seen_of(text: str) -> Written:
    """What the features see of a text, without spaCy."""
    places, at = [], 0
    for word in text.split():
        places.append((at, word))
        at += len(word) + 1
    return written(" ".join(text.split()), places, NO_WORDS)


def taught() -> Tuple[List[str], List[Lesson]]:
    texts, lessons = [], []
    for (topic, situation), forms in TOLD.items():
        for form, who, (n, when) in product(forms, WHO, enumerate(WHEN)):
            texts.append(form.format(who, when).strip())
            lessons.append(Lesson(topic, situation, f"author_{n}"))
    return texts, lessons


@pytest.fixture(scope="module")
def ngrams() -> Ngrams:
    return Ngrams(Shape(classes=False)).fit([seen_of(text) for text in taught()[0]])


@pytest.fixture(scope="module")
def classifier(ngrams: Ngrams) -> SituationClassifier:
    texts, lessons = taught()
    rows = ngrams.transform([seen_of(text) for text in texts])
    return SituationClassifier(Strengths(others=50)).fit(rows, lessons)


def told(classifier: SituationClassifier, ngrams: Ngrams, text: str) -> List[Seen]:
    return classifier.seen(ngrams.transform([seen_of(text)]))[0]


def test_each_topic_names_its_likeliest_situations(
    classifier: SituationClassifier, ngrams: Ngrams
) -> None:
    found = told(classifier, ngrams, "de jongens van boven lachen me telkens uit")
    assert {one.topic for one in found} == {"bullying", "debt"}
    assert all(times <= PER_TOPIC for times in Counter(one.topic for one in found).values())
    assert (found[0].topic, found[0].situation) == ("bullying", "laughed_at")
    assert found[0].confidence > 0.8 > 0.4 > found[1].confidence


def test_what_tells_nothing_is_unlikely_everywhere(
    classifier: SituationClassifier, ngrams: Ngrams
) -> None:
    for text in ("een paar meisjes gaan op kamp in juni", "", "xyz"):
        assert all(one.confidence < 0.5 for one in told(classifier, ngrams, text)), text


def test_many_messages_get_what_each_gets_alone(
    classifier: SituationClassifier, ngrams: Ngrams
) -> None:
    texts = ["ze laten me niet meedoen", "ik heb een vriend geld geleend", "post"]
    together = classifier.seen(ngrams.transform([seen_of(text) for text in texts]))
    for text, found in zip(texts, together):
        alone = told(classifier, ngrams, text)
        assert [one.situation for one in found] == [one.situation for one in alone]
        assert np.allclose([o.confidence for o in found], [o.confidence for o in alone], atol=1e-4)


def test_without_situations_nothing_is_seen(ngrams: Ngrams) -> None:
    texts, lessons = taught()
    rows = ngrams.transform([seen_of(text) for text in texts])
    nothing = [Lesson(lesson.topic, "", lesson.author) for lesson in lessons]
    assert SituationClassifier(Strengths()).fit(rows, nothing).seen(rows[:2]) == [[], []]


def test_a_situation_with_few_sentences_is_not_learned(ngrams: Ngrams) -> None:
    texts, lessons = taught()
    rows = ngrams.transform([seen_of(text) for text in texts])
    learned = SituationClassifier(Strengths(fewest=1000)).fit(rows, lessons)
    assert learned.seen(rows[:1]) == [[]]


def test_what_is_never_told_with_an_act_is_left_out(ngrams: Ngrams) -> None:
    texts, lessons = taught()
    rows = ngrams.transform([seen_of(text) for text in texts])
    acts = {"lent_money": "report_progress"}
    told_so = [replace(lesson, act=acts.get(lesson.situation, "tell")) for lesson in lessons]
    learned = SituationClassifier(Strengths()).fit(rows, told_so)
    row = ngrams.transform([seen_of("ze lachen me uit")])
    assert "laughed_at" in [one.situation for one in learned.seen(row, ["tell"])[0]]
    found = [one.situation for one in learned.seen(row, ["report_progress"])[0]]
    assert found == ["lent_money"]
    assert learned.seen(row, ["an act of nobody"]) == learned.seen(row)


def test_an_author_who_was_not_read_for_situations_teaches_no_silence() -> None:
    read = [Lesson("bullying", "laughed_at", "a"), Lesson("bullying", "", "a")]
    unread = [Lesson("bullying", "", "b") for _ in range(20)]
    caught = [Lesson("bullying", "laughed_at", "b")]  # by a pattern
    assert read_for_situations([*read, *unread, *caught]) == [0, 1, 22]
