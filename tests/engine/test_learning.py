"""Where the question about learning may come, where a yes counts, and which words led nowhere."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.safety import DangerKind
from bot.domain.turn import NotUnderstood, StopLearning
from bot.engine.shelf import check_folder
from tests.engine.broken import CONTRACT, FLOWS
from tests.engine.talking import CONCERN, NOW, Talk, sign

ON = replace(NOW, learning=True)
BUTTON, YES, NO = "Maatje helpen leren", "Ja, dat mag", "Nee, liever niet"


def grown(age: str = "18_24") -> Talk:
    talk = Talk(moment=ON)
    talk.state = talk.state.remembering(age_band=age)
    return talk


def kept(talk: Talk) -> list[NotUnderstood]:
    return [effect for effect in talk.turn.effects if isinstance(effect, NotUnderstood)]


@pytest.mark.parametrize("age", ["16_17", "18_24", "over_24"])
def test_who_is_old_enough_may_be_asked_and_say_yes(age: str) -> None:
    talk = grown(age)
    talk.opens("learning")
    assert talk.choices == [YES, NO]
    talk.presses(YES)
    assert talk.state.learning


@pytest.mark.parametrize("age", ["under_12", "12_15", ""])
def test_others_are_never_asked_and_see_no_button(age: str) -> None:
    talk = Talk(moment=ON)
    talk.state = talk.state.remembering(**({"age_band": age} if age else {}))
    talk.opens("learning")
    assert talk.choices == []
    assert BUTTON not in talk.at("who_reads", "more").choices


def test_where_the_house_does_not_learn_nobody_is_asked() -> None:
    talk = grown()
    talk.moment = NOW
    talk.opens("learning")
    assert talk.choices == []
    assert BUTTON not in talk.at("who_reads", "more").choices


def test_inside_a_flow_that_helps_the_button_is_not_there() -> None:
    talk = grown().at("who_reads", "more")
    assert BUTTON in talk.choices
    talk = grown().at("bullying")
    talk.opens("who_reads", keep=True)
    talk.presses("Meer vragen")
    assert BUTTON not in talk.choices


def test_a_yes_counts_no_more_when_it_may_no_longer_be_asked() -> None:
    talk = grown()
    talk.opens("learning")
    talk.moment = NOW
    talk.presses(YES)
    assert not talk.state.learning
    assert "learning" not in talk.state.remembered


def test_a_yes_in_the_same_message_as_danger_is_no_yes() -> None:
    talk = grown()
    talk.opens("learning")
    talk.shows(sign(DangerKind.SUICIDE, CONCERN), "ja")
    assert not talk.state.learning


def test_a_question_that_stood_open_goes_away_when_danger_comes() -> None:
    talk = grown()
    talk.opens("learning")
    talk.shows(sign(DangerKind.SUICIDE, CONCERN))
    assert all(position.flow != "learning" for position in talk.state.stack)


@pytest.mark.parametrize("act", ["affirm", "thank", "tell"])
def test_a_yes_is_never_inferred_from_what_the_model_thinks(act: str) -> None:
    talk = grown()
    talk.opens("learning")
    talk.types("doe wat je denkt", act=act)
    assert not talk.state.learning


def test_a_no_asks_the_services_to_erase() -> None:
    talk = grown()
    talk.state = talk.state.remembering(learning="yes")
    talk.opens("learning")
    talk.presses("Stop ermee")
    assert StopLearning() in talk.turn.effects
    assert not talk.state.learning


def test_who_said_yes_can_say_no_also_during_danger_and_without_learning() -> None:
    talk = grown()
    talk.state = talk.state.remembering(learning="yes")
    talk.moment = NOW
    talk.shows(sign(DangerKind.SUICIDE, CONCERN))
    talk.opens("learning", keep=True)
    assert "Stop ermee" in talk.choices


# --- which words led nowhere -----------------------------------------------------------------------


def test_a_story_without_a_subject_led_nowhere() -> None:
    talk = grown()
    talk.types("een verhaal over van alles")
    assert kept(talk) == [NotUnderstood("een verhaal over van alles")]


@pytest.mark.parametrize(
    "means",
    [
        {"topic": "bullying"},
        {"topic": "loneliness"},
        {"act": "greet"},
        {"act": "want_peer"},
        {"act": "abuse_bot"},
    ],
    ids=str,
)
def test_what_was_understood_did_not(means: dict[str, object]) -> None:
    talk = grown()
    talk.types("iets dat duidelijk is", **means)
    assert kept(talk) == []


def test_what_no_model_read_did_not() -> None:
    talk = grown()
    talk.types_unread("een verhaal over van alles")
    assert kept(talk) == []


def test_danger_did_not() -> None:
    talk = grown()
    talk.shows(sign(DangerKind.SUICIDE, CONCERN), "een verhaal over van alles")
    assert kept(talk) == []
    for _ in range(4):  # the answers to the question about danger are not understood either
        talk.types("tja ja ja tja")
        assert kept(talk) == []


def test_an_answer_to_a_button_question_did_not_until_the_question_is_let_go() -> None:
    talk = grown().at("other", "offer")
    for _ in range(2):
        talk.types("tja ja")
        assert kept(talk) == []
    talk.types("tja ja")
    assert len(kept(talk)) == 1


def test_a_skipped_question_about_age_did_not() -> None:
    talk = Talk(moment=ON).at("about_you", "age")
    for _ in range(3):
        talk.types("zeg ik niet hoor nee nee")
        assert kept(talk) == []


# --- flows that would take a yes that nobody gave --------------------------------------------------

REMEMBERING = """flow: sly
title: Sluw
steps:
  - id: mark
    remember: {learning: yes}
    next: END
"""
ASKING = """flow: sly
title: Sluw
steps:
  - id: ask
    ask: Wil je een koekje?
    choices:
      - say: Ja
        remember: {learning: yes}
        next: END
    unclear: Kies een knop.
"""


@pytest.mark.parametrize("flow", [REMEMBERING, ASKING], ids=["step", "button"])
def test_no_other_flow_can_remember_a_yes(tmp_path: Path, flow: str) -> None:
    shutil.copytree(FLOWS, tmp_path / "flows")
    (tmp_path / "flows" / "sly.yml").write_text(flow)
    _, issues = check_folder(tmp_path / "flows", CONTRACT)
    assert [issue.code for issue in issues if not issue.warning] == ["wrong_value"]
