"""Who asks something outright hears something that fits, also where nobody wrote an answer to just that.

Of 420 such questions by six authors who had not read Maatje's answers about one in four has one
(docs/decisions/2026-11-23-direct-questions.md). The rest was thanked for, echoed, or met with "die vraag kan
ik zelf niet goed beantwoorden". Now it gets what holds for every question of its kind in the topic of the
talk: how to say something, who knows the rule, how to choose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.engine.question_kinds import ANY, kind_of
from bot.engine.questions import asks_maatje, question_in
from bot.engine.run import Run
from bot.engine.said import ABOUT_YOU, Said, about_danger, at
from bot.engine.wants_steps import only_asks_what_to_do

NEAR = "near"  # remembered: what was answered so in this talk, as `situation.variant`
MOST_REMEMBERED = 20


def near_answer(run: Run, said: Said, topics: Collection[str]) -> str | None:
    """What to say to a question that has no answer of its own, each once in a talk, and what Maatje asks
    after it (`Run.asks_next`). Not in a talk about danger, but where that is only suspected: what is said
    about danger is read by a clinician first."""
    question = question_in(said.text)
    if question is None or asks_maatje(question) or _is_answered_elsewhere(run, said):
        return None
    told = run.conversation.remembered.get(NEAR, "").split()
    for name, text, asks in _fitting(run, kind_of(question), question, topics):
        if name not in told:
            run.remember(**{NEAR: " ".join([*told, name][-MOST_REMEMBERED:])})
            run.asks_next = asks
            return text
    return None


def _is_answered_elsewhere(run: Run, said: Said) -> bool:
    """Danger, a cry for steps, and the two questions about country and age have answers of their own."""
    in_danger = about_danger(run) and not run.conversation.danger.is_doubted
    shows_danger = bool(run.new_risk.signs or said.meaning.risk.signs)
    return in_danger or shows_danger or only_asks_what_to_do(said.text) or at(run, ABOUT_YOU)


def _fitting(
    run: Run, kind: str, text: str, topics: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Name, words and question of what fits, the nearest first."""
    situations = run.flowbook.situations
    for one_kind in dict.fromkeys((kind, ANY)):
        for one in situations.of_kind(one_kind, text, topics):
            asks = (one.asks or ("",))[0]
            for place, words in enumerate(one.answer or ()):
                yield f"{one.id}.{place}", words, asks
