"""Who asks something outright hears something that fits, also where nobody wrote an answer to just that.

Of 420 such questions by six authors who had not read Maatje's answers about one in four has one
(docs/decisions/2026-11-23-direct-questions.md). The rest was thanked for, echoed, or met with "die vraag kan
ik zelf niet goed beantwoorden". Now it gets what holds for every question of its kind in the topic of the
talk: how to say something, who knows the rule, how to choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.domain.safety import DangerKind
from bot.engine.matching import plain
from bot.engine.question_kinds import ANY, kind_of
from bot.engine.questions import asks_maatje, question_in
from bot.engine.run import Run
from bot.engine.said import ABOUT_YOU, WHILE_WAITING, Said, about_danger, at
from bot.engine.wants_steps import only_asks_what_to_do

NEAR = "near"  # remembered: what was answered so in this talk, as `situation.variant`
MOST_REMEMBERED = 20

# A question with one of these may be about danger, whatever it seems to ask: no general text suits it.
_OF_DANGER = re.compile(
    r"\b(?:sla(?:at|an)|sloeg\w*|gesla\w+|schop\w*|wurg\w*|dreig\w*|bedreig\w*|dwing\w*|gedwongen|stalk\w*"
    r"|volgt|misbruik\w*|verkracht\w*|aanra\w*|betast\w*|naakt\w*|nudes?|seks|sex|zwanger|pil|pillen"
    r"|medicij\w*|mes|wapen|strop|touw|(?:onder|voor) (?:de |een )?trein|spoor|rails|brug|dak|kanaal|gebouw"
    r"|in het water|verdrink\w*|adem\w*|gif|vergif\w*|dood\w*|sterf\w*|sterven|(?:uit het|mijn|te) leven"
    r"|niet meer leven|vaarwel|afscheid\w*|laatste brief|als ik (?:er niet|weg) ben|littekens?|snij\w*"
    r"|kras\w*|bloed\w*|in (?:mijn|me|je|zijn) bed|opgesloten|opsluit\w*|(?:mij|me) vindt"
    r"|moet ik (?:doen wat|met hem mee)|stem(?:men)? in|bewusteloos|beter af|anders stuurt)\b"
)


def may_ask_of_danger(text: str) -> bool:
    """Does a question hold a word that danger is told in ("hoe schrijf ik een laatste brief")?"""
    return _OF_DANGER.search(plain(text)) is not None


def near_answer(run: Run, said: Said, topics: Collection[str]) -> str | None:
    """What to say to a question that has no answer of its own, each once in a talk, and what Maatje asks
    after it (`Run.asks_next`). Not in a talk about danger, but where that is only suspected in general, and
    never to words that danger is told in: what is said about danger is read by a clinician first."""
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
    """Danger, a cry for steps, waiting, and the questions about country and age have answers of their own."""
    danger = run.conversation.danger
    in_general = danger.is_doubted and {*danger.open_kinds} <= {DangerKind.OTHER}
    shows_danger = bool(run.new_risk.signs or said.meaning.risk.signs) or may_ask_of_danger(
        said.text
    )
    elsewhere = at(run, ABOUT_YOU) or at(run, WHILE_WAITING) or only_asks_what_to_do(said.text)
    return shows_danger or elsewhere or (about_danger(run) and not in_general)


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
