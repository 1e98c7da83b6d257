"""The question which subject it is: a few buttons of what is likely, and "iets anders"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.conversation import Position
from bot.domain.interpretation import Interpretation, Origin, Ranked
from bot.engine.run import Run
from bot.engine.step import Answer, GoTo
from bot.engine.which_topic import LIKELY, MOST, WHICH_TOPIC, WhichTopic, likely_flows
from tests.engine.test_running import NOW, Talk, flows_of_today


def asked(likely: str) -> tuple[Run, WhichTopic]:
    """The open question with these flows as the likely ones."""
    book = flows_of_today()
    step = book.flows[WHICH_TOPIC].steps[0]
    assert isinstance(step, WhichTopic)
    state = replace(Talk().state, stack=(Position(WHICH_TOPIC, step.id),))
    return Run(book, state.remembering(**{LIKELY: likely}), NOW), step


def meaning(**ranking: float) -> Interpretation:
    """A ranking as the language service gives it."""
    rows = tuple(Ranked(name, sure) for name, sure in ranking.items())
    return Interpretation(rows[0], rows, origin=Origin.MODEL)


def test_the_likeliest_comes_first_and_something_else_last() -> None:
    run, step = asked("debt bullying")
    step.enter(run)
    shown = [button.label for button in run.replies[-1].buttons]
    assert shown == ["Geld en schulden", "Pesten", "Iets anders"]


def test_every_shown_button_leads_to_its_flow_by_press_and_by_word() -> None:
    run, step = asked("debt bullying study_choice")
    for index, choice in enumerate(step.choices):
        shown = choice.next in ("to_debt", "to_bullying", "to_study_choice", "something_else")
        pressed = step.answer(run, Answer(Interpretation(), pressed=index))
        assert (pressed == GoTo(choice.next)) is shown
        if shown:
            assert step.answer(run, Answer(Interpretation(), choice.say)) == GoTo(choice.next)


@pytest.mark.parametrize(
    ("ranking", "likely"),
    [
        ({"debt": 0.4, "bullying": 0.35, "none": 0.2}, ("debt", "bullying")),
        ({"none": 0.5, "debt": 0.3, "care": 0.1}, ("debt",)),
        ({"none": 0.5, "debt": 0.1}, ()),
        ({"none": 0.7, "debt": 0.25}, ()),
        ({"debt": 0.9, "bullying": 0.05}, ()),  # clear: no question
        ({"care": 0.3, "debt": 0.3, "bullying": 0.2, "study_choice": 0.16}, None),
    ],
)
def test_only_what_is_likely_and_not_clear_is_asked(
    ranking: dict[str, float], likely: tuple[str, ...] | None
) -> None:
    run, _ = asked("")
    found = likely_flows(run, meaning(**ranking))
    assert len(found) <= MOST
    assert found == likely if likely is not None else "debt" in found
