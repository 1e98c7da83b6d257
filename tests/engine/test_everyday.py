"""What happens every day: questions about Maatje, other languages, grown-ups, odd answers; and themes."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Position
from bot.domain.safety import DangerKind
from bot.engine.everyday import everyday_flow
from bot.engine.steps.say import Say
from bot.engine.themes import theme_in
from tests.engine.talking import URGENT, Talk, flows_of_today, sign

BOOK = flows_of_today()


def answer(step: str) -> str:
    found = BOOK.flows["about_peer_support"].step(step)
    assert isinstance(found, Say)
    return found.say[0]


@pytest.mark.parametrize(
    ("asked", "step"),
    [
        ("wat kost het?", "cost"),
        ("wacht, wat kost dit eigenlijk", "cost"),
        ("wie zijn de maatjes", "who"),
        ("wat doet een buddy", "buddy"),
        ("en wat doet een mediator of bemiddelaar", None),
        ("wat doet een bemiddelaar dan?", "mediator"),
        ("ben je een bot", "bot"),
        ("zijt ge een mens?", "bot"),
        ("vertel je dit door aan mijn ouders", "told_on"),
    ],
)
def test_a_question_is_answered_where_it_is_asked_and_the_talk_goes_on(
    asked: str, step: str | None
) -> None:
    talk = Talk().at("bullying", "how_now")
    said = talk.types(asked)
    if step is None:
        assert answer("mediator") not in said
    else:
        assert said[0] == answer(step)
        assert talk.where == Position("bullying", "how_now")


@pytest.mark.parametrize(
    "story", ["waarom", "wie", "geld", "ik weet niet wat ik moet doen met geld"]
)
def test_a_word_or_a_story_is_no_question(story: str) -> None:
    talk = Talk().at("other", "hear")
    talk.types(story)
    assert talk.where is None or talk.where.flow != "about_peer_support"


def test_danger_in_the_same_message_goes_before_a_question() -> None:
    talk = Talk().at("bullying", "how_now")
    talk.shows(sign(DangerKind.SUICIDE, URGENT), "wat kost het")
    assert talk.texts[0].startswith(BOOK.danger.kinds["suicide"].urgent.say)


@pytest.mark.parametrize(
    ("said", "flow"),
    [
        ("hello i need help please", "other_language"),
        ("i want to die", "other_language"),
        ("je suis triste et je ne sais pas", "other_language"),
        ("أنا خائف جدا", "other_language"),
        ("omg help ik snap niks van school", None),
        ("fuck my life", None),
        ("ben je er nie", None),
        ("ik ben de moeder van een meisje van 13", "grown_up"),
        ("mijn moeder is ziek", None),
        ("maak mijn huiswerk van wiskunde", "answers_wanted"),
        ("ik moet mijn huiswerk maken maar het lukt niet", None),
        ("ik ben vrijwilliger bij maatje", "helps_here"),
    ],
)
def test_what_is_no_subject_but_happens_every_day(said: str, flow: str | None) -> None:
    assert everyday_flow(said) == flow


def test_who_writes_another_language_hears_of_112_and_somebody_to_talk_to() -> None:
    said = "\n".join(Talk().types("hello i need help please"))
    for service in ("noodnummer_112", "kindertelefoon", "awel"):
        found = BOOK.referrals.get(service)
        assert found is None or found.contact in said
    assert "I only understand Dutch" in said


def test_what_is_not_understood_twice_is_said_in_other_words() -> None:
    talk = Talk().at("helps_here", "here_for_young")
    first, second = talk.types("allez"), talk.types("allez")
    assert first != second
    assert second == [BOOK.young("unclear_again")]


@pytest.mark.parametrize(
    ("said", "theme"),
    [
        ("mijn oma is overleden", "grief"),
        ("kben verliefd", "love"),
        ("ik slaap niet", "sleep"),
        ("ik kan niet stoppen met vapen", "vaping"),
        ("snap er niks van", ""),
        ("mijn buurvrouw is boos", ""),
        ("ik vertrouw niemand meer", ""),
        ("we zijn thuis in de rouw", "grief"),
        ("ik heb ruzie", ""),
    ],
)
def test_the_theme_of_a_talk_without_a_subject(said: str, theme: str) -> None:
    assert theme_in(said) == theme


def test_other_begins_with_an_answer_to_what_was_said_and_never_with_topic_buttons() -> None:
    talk = Talk()
    talk.types("mijn oma is overleden", act="tell")
    assert talk.where == Position("other", "grief")
    assert "Pesten" not in talk.choices
