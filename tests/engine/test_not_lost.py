"""An answer about danger is not lost in what stands beside it: a goodbye, a question, a no with a story."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Conversation, Position
from bot.domain.ids import PersonId
from bot.domain.safety import (
    DangerHistory,
    DangerKind,
    DangerRecord,
    DangerSign,
    DangerStanding,
    Risk,
    RiskLevel,
)
from bot.engine.danger import ABOUT_OTHER
from bot.engine.somebody_else import about_somebody_else
from bot.engine.wants_steps import wants_no_professional, wants_only_to_tell
from bot.engine.weighing import weighed
from bot.engine.yes_no import is_no_with_a_story
from tests.engine.talking import CONCERN, URGENT, Talk, flows_of_today, sign, whole_flows

SUICIDE = DangerKind.SUICIDE


def at_the_question() -> Talk:
    talk = Talk(whole_flows())
    talk.shows(sign(SUICIDE, CONCERN), "ik zie het niet meer zitten")
    return talk


def at_is_it_safe(**remembered: str) -> Talk:
    talk = Talk(whole_flows())
    talk.state = talk.state.remembering(region="nl", **remembered)
    talk.shows(sign(SUICIDE, URGENT), "…")
    return talk


def level(talk: Talk) -> RiskLevel:
    return talk.state.danger.records[0].level


@pytest.mark.parametrize("text", ["ja. doei", "ja soms. later", "ja, ik ga slapen"])
def test_a_yes_before_a_goodbye_is_a_yes(text: str) -> None:
    talk = at_the_question()
    talk.types(text)
    assert level(talk) is URGENT


@pytest.mark.parametrize("text", ["nee. doei", "nee, ik moet gaan"])
def test_a_no_to_safety_before_a_goodbye_brings_112(text: str) -> None:
    talk = at_is_it_safe()
    assert "112" in "\n".join(talk.types(text))
    assert talk.state.danger.records[0].life_now


@pytest.mark.parametrize("text", ["inderdaad, wat nu?", "inderdaad dat is hoe ik me voel"])
def test_a_yes_that_the_model_hears_is_one_though_it_asks_on(text: str) -> None:
    talk = at_the_question()
    talk.types(text, act="affirm")
    assert level(talk) is URGENT


def test_a_long_answer_is_not_lost_to_the_question_who_reads() -> None:
    talk = at_the_question()
    text = "ik denk elke avond dat iedereen beter af is zonder mij. wie leest dit?"
    talk.shows(sign(SUICIDE, CONCERN), text)
    assert level(talk) is URGENT


@pytest.mark.parametrize(
    "text",
    [
        "nee mijn oom komt elke nacht",
        "nee thuis word ik opgesloten",
        "nee hij heeft hem al gedeeld",
    ],
)
def test_a_no_with_somebody_who_does_something_is_no_clear_no(text: str) -> None:
    assert not is_no_with_a_story(text)
    assert is_no_with_a_story("nee ik eet gewoon op school")


@pytest.mark.parametrize("text", ["nee ze is niet veilig", "nee hij is nog alleen thuis"])
def test_a_longer_no_about_a_friend_is_a_no_too(text: str) -> None:
    talk = at_is_it_safe(**{ABOUT_OTHER: "yes"})
    talk.types(text)
    assert talk.state.danger.records[0].life_now


@pytest.mark.parametrize(
    "text", ["ze zijn zo gemeen wil dood", "mijn vriend gaat weg als ik iets zeg. wil dood"]
)
def test_who_leaves_out_ik_is_no_bystander(text: str) -> None:
    assert not about_somebody_else(text)


def test_a_wish_for_a_human_is_never_thrown_away() -> None:
    assert not wants_no_professional("waarom kan ik niet met een beroepskracht praten")
    assert not wants_no_professional("een beroepskracht, want wie op school moet ik dat zeggen")
    assert not wants_only_to_tell("ik wil gewoon met een mens praten")
    assert wants_only_to_tell("ik wil gewoon eens vertellen")


def test_in_grief_a_plan_for_now_and_an_urgent_sign_after_a_no_still_count() -> None:
    denied = DangerRecord(SUICIDE, CONCERN, DangerStanding.DENIED)
    talk = Conversation(
        PersonId("young"),
        (Position("other", "grief_tell"),),
        turns=3,
        introduced=True,
        remembered={"theme": "grief"},
        danger=DangerHistory((denied,)),
    )
    for life_now in (True, False):
        seen = Risk((DangerSign(SUICIDE, URGENT, life_now, 0.94),))
        risk, after = weighed(flows_of_today(), talk, "ik ga het vannacht doen", seen)
        new = after.danger.what_is_new(risk)
        assert new.signs
        assert new.life_now is life_now


def test_ordinary_words_do_not_make_a_faint_urgent_sign_certain() -> None:
    words = Risk((DangerSign(SUICIDE, CONCERN, in_doubt=True),))
    both = words.union(Risk((DangerSign(SUICIDE, URGENT, sure=0.3),)))
    assert both.level is URGENT
    assert both.signs[0].sure == 0.3
