"""The line for a Telegram group: what it says, what is held back, and what a flow can ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from bot.domain.conversation import Conversation
from bot.domain.goals import Goal, GoalInView
from bot.domain.ids import GoalId, GroupNumber, PersonId
from bot.domain.turn import JoinGroup, KeepOffGroup, PostInGroup
from bot.engine.flowbook import Flowbook
from bot.engine.groups import goal_fits, held_from_group, line
from bot.engine.run import Moment, Run
from bot.engine.steps.group import Group
from bot.settings import ROOT
from tests.conftest import shelf

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
PERSON = PersonId("p")


@pytest.fixture
def flowbook() -> Flowbook:
    return shelf(ROOT / "flows")()


def run_with(flowbook: Flowbook, step: str = "kast opruimen", **known: str) -> Run:
    goal = Goal(GoalId("g"), PERSON, step, "morgen", "nobody", NOW)
    remembered = {"group": "4", "group_title": "Klas 3B", "chosen_goal": "g"} | known
    conversation = Conversation(PERSON, remembered=MappingProxyType(remembered))
    return Run(flowbook, conversation, Moment(NOW, goals=(GoalInView(goal, None),)))


@pytest.mark.parametrize(
    ("words", "result", "said"),
    [
        ("kast leeg", "done", "kast leeg (gelukt)"),
        ("", "not_done", "mijn doel van deze week (nog bezig)"),
        ("op\ntwee regels", "partly", "op twee regels (een stukje gelukt)"),
        ("van {group_title}", "done", "van {group_title} (gelukt)"),
    ],
)
def test_the_line_is_the_words_and_how_it_went(
    flowbook: Flowbook, words: str, result: str, said: str
) -> None:
    assert line(run_with(flowbook, group_words=words, group_result=result)) == said


def test_the_line_that_is_shown_is_the_line_that_is_asked_for(flowbook: Flowbook) -> None:
    run = run_with(flowbook, group_words="kast leeg", group_result="done")
    shown = run.filled("{group_line}")
    Group(id="post", group="post", next="END").enter(run)
    assert run.effects == [PostInGroup(GroupNumber(4), shown)]
    assert "group_words" not in run.conversation.remembered


def test_the_goal_as_it_stands_only_when_the_rules_let_it_through(flowbook: Flowbook) -> None:
    step = Group(id="as", group="goal", next="END")
    run = run_with(flowbook)
    assert step.is_open(run)
    step.enter(run)
    assert run.conversation.remembered["group_words"] == "kast opruimen"
    for held in ("vragen: zullen we afspreken", "bel 0612345678"):
        assert not goal_fits(run_with(flowbook, held))
        assert not step.is_open(run_with(flowbook, held))
    assert not step.is_open(replace(run_with(flowbook), moment=Moment(NOW)))


def test_a_helpline_is_no_contact(flowbook: Flowbook) -> None:
    run = run_with(flowbook)
    assert held_from_group(run, "ik belde 113") is None
    assert held_from_group(run, "ik belde 0612345678") == flowbook.groups.say("held")


@pytest.mark.parametrize(
    ("do", "effect"),
    [("join", JoinGroup(GroupNumber(4))), ("nothing", KeepOffGroup(GroupNumber(4)))],
)
def test_what_a_step_asks_for(flowbook: Flowbook, do: str, effect: object) -> None:
    run = run_with(flowbook)
    Group.model_validate({"id": "x", "group": do, "next": "END"}).enter(run)
    assert run.effects == [effect]


def test_begin_forgets_what_was_prepared_before(flowbook: Flowbook) -> None:
    run = run_with(flowbook, group_words="oud", group_result="done")
    Group(id="begin", group="begin", next="END").enter(run)
    assert not {"group_words", "group_result"} & set(run.conversation.remembered)
    assert run.conversation.remembered["group"] == "4"


def test_whoever_edits_the_texts_consent_names_the_telegram_name(flowbook: Flowbook) -> None:
    flow = flowbook.flows["group_invited"]
    texts = [text for step in flow.steps for _, text in step.texts()]
    assert sum("de anderen zien" in t.lower() and "Telegram-naam" in t for t in texts) >= 2
