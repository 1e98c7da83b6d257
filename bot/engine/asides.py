"""Questions about Maatje, about peers and about who reads along, answered the moment they are asked, wherever
that is: in a talk about danger too, where "do my parents get to know this?" may decide whether it goes on.

The questions are the buttons of the two browsable flows: what is written there as `also` in two words or more
can be typed anywhere. The short answer comes, and the talk goes on where it was.
"""

from __future__ import annotations

import re

from bot.engine.flow import Flow
from bot.engine.matching import plain
from bot.engine.run import Run
from bot.engine.step import GoTo
from bot.engine.steps.ask import Ask
from bot.engine.steps.if_ import If
from bot.engine.steps.say import Say

ABOUT, WHO_READS = "about_peer_support", "who_reads"
FEWEST, ANYWHERE = 2, 3  # words of a question: alone, and among other words
_SENTENCES = re.compile(r"[.!?;,\n]+")
_FILLERS = frozenset(
    (
        "dat",
        "da",
        "dit",
        "dan",
        "nu",
        "er",
        "eigenlijk",
        "allemaal",
        "hier",
        "mee",
        "nog",
        "ook",
        "eens",
    )
)
MOST_WORDS = 9  # of a sentence; a longer one is a story, and is heard as one


def asked_aside(run: Run, text: str) -> tuple[str, Say] | None:
    """The flow with the answer to a question that stands in this text, and that answer; if there is one."""
    for sentence in _SENTENCES.split(text):
        said = plain(sentence).split()
        for name in (ABOUT, WHO_READS) if FEWEST <= len(said) <= MOST_WORDS else ():
            flow = run.flowbook.flows.get(name)
            asked = flow and _asked(flow, said)
            answer = asked and flow and _answer(run, flow, asked)
            if answer:
                return name, answer
    return None


def _asked(flow: Flow, said: list[str]) -> str | None:
    """The step that the words of a button lead to."""
    for step in flow.steps:
        for choice in step.choices if isinstance(step, Ask) else ():
            if any(_asks(said, phrase) for phrase in (choice.say, *choice.also)):
                return choice.next
    return None


def _answer(run: Run, flow: Flow, step_id: str) -> Say | None:
    step = flow.step(step_id)
    while isinstance(step, If):  # the answer may depend on how things are now
        move = step.enter(run)
        step = flow.step(move.step) if isinstance(move, GoTo) else None
    return step if isinstance(step, Say) else None


def _asks(said: list[str], phrase: str) -> bool:
    words = plain(phrase).split()
    if len(words) < FEWEST:
        return False
    if len(words) < ANYWHERE:
        return said == words
    short = _without_fillers(words)
    bare = len(short) >= ANYWHERE or short == ["wie", "leest"]
    return _stands_in(words, said) or (bare and _stands_in(short, _without_fillers(said)))


def _stands_in(words: list[str], said: list[str]) -> bool:
    last = len(said) - len(words) + 1
    return any(said[at : at + len(words)] == words for at in range(last))


def _without_fillers(words: list[str]) -> list[str]:
    """ "Wie leest dat dan nu mee" asks what "wie leest dit" asks."""
    return [word for word in words if word not in _FILLERS]
