"""How texts for young people read: short, easy, calm, and to one person. All of it warns only.

The limits are the table `LIMITS`: one row for each kind of text. docs/stijlgids.md tells why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine.checks.words import Text, texts_of
from bot.engine.checks.world import World, read_flows, read_steps
from bot.engine.issues import Issue, issue
from bot.engine.readability import readability, together
from bot.engine.reading import Document
from bot.engine.steps.raise_danger import RaiseDanger


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one kind of text: characters of a message, words of a sentence, Flesch-Douma of a message."""

    message: int
    sentence: int
    score: int


LIMITS = {
    "flow": Limits(message=300, sentence=20, score=60),
    "danger": Limits(message=300, sentence=20, score=60),
    "notice": Limits(message=600, sentence=24, score=55),  # texts.yml, handoff.yml: what is agreed
}
FLOW_SCORE = 75  # of all texts of a flow together
LONGEST_WORD = 22  # letters; «vertrouwensleerkracht» has 21
MOST_EXCLAMATIONS = 1

SUGGESTIONS = {
    "message_too_long": "Maak er twee berichten van, of laat weg wat nu niet nodig is.",
    "sentence_too_long": "Zet er een punt in.",
    "text_hard_to_read": "Kortere zinnen en gewonere woorden helpen.",
}
_TOGETHER = ("mediation", "mediation_invited", "mediation_news")  # there it is said to two people
_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_QUOTED = re.compile(r"['‘“\"«][^'’”\"»]*['’”\"»]")
_FORMAL = re.compile(r"(?<!\d )\b(?:u|uw|uzelf)\b")
_MANY = re.compile(r"(?:^|[.!?]\s)((?:willen|kunnen|hebben|weten|mogen|zullen|gaan) jullie)\b")
_LONG_WORD = re.compile(rf"\w{{{LONGEST_WORD + 1},}}")
SHORTEST_COUNTED = 60  # characters; no shorter text has a sentence that is too long


def _texts(world: World) -> Iterator[tuple[str, Text]]:
    """Every text that one young person reads as a message, with its kind."""
    for _, step, document, i in read_steps(world):
        kind = "danger" if isinstance(step, RaiseDanger) else "flow"
        for path, text in step.texts():
            if path[0] != "choices":
                yield kind, (document, ("steps", i, *path), text)
    for source, i, situation in world.library.situation_documents.rows:
        for path, text in situation.texts():
            yield "flow", (source, ("situations", i, *path), text)
    for name, kind, keys in (
        ("danger.yml", "danger", None),
        ("texts.yml", "notice", ("young",)),
        ("handoff.yml", "notice", ("say",)),
    ):
        for found in texts_of(world, name, keys):
            yield kind, found


def messages(world: World) -> Iterator[Issue]:
    """Single messages: too long, hard to read, too loud, or not said to one young person."""
    for kind, (document, path, text) in _texts(world):
        for code, values in (*_lengths(text, LIMITS[kind], kind), *_manner(text, document)):
            hint = SUGGESTIONS.get(code, "")
            place = document.place(*path)
            yield issue(code, place, suggestion=hint, warning=True, **values)


Found = tuple[str, dict[str, object]]


def _lengths(text: str, limits: Limits, kind: str) -> Iterator[Found]:
    if len(text) > limits.message:
        yield "message_too_long", {"length": len(text), "limit": limits.message}
    if kind != "notice" and len(text) > LONGEST_WORD and (word := _LONG_WORD.search(text)):
        said = {"word": word[0], "length": len(word[0]), "limit": LONGEST_WORD}
        yield "word_too_long", said
    if len(text) <= SHORTEST_COUNTED:
        return
    found = readability(text)
    if found.longest > limits.sentence:
        yield (
            "sentence_too_long",
            {
                "count": found.longest,
                "limit": limits.sentence,
                "sentence": f"{found.longest_sentence[:40]}…",
            },
        )
    if found.score is not None and found.score < limits.score:
        yield "text_hard_to_read", {"score": round(found.score), "limit": limits.score}


def _manner(text: str, document: Document) -> Iterator[Found]:
    if text.count("!") > MOST_EXCLAMATIONS:
        yield "exclamation_salad", {}
    low = text.lower()
    said = _QUOTED.sub("", low) if any(sign in low for sign in "'‘“\"«") else low
    if (" u" in said or said.startswith("u")) and (formal := _FORMAL.search(said)):
        yield "formal_you", {"word": formal.group()}
    if " jullie" in said and (many := _MANY.search(said)):
        flow = document.data.get("flow") if isinstance(document.data, dict) else None
        if flow not in _TOGETHER:
            yield "many_you", {"words": many.group(1)}


def readable_flows(world: World) -> Iterator[Issue]:
    """Flows of which the texts together are hard to read."""
    for flow, document in read_flows(world):
        texts = [t for s in flow.steps for path, t in s.texts() if path[0] != "choices"]
        score = together(texts).score
        if score is not None and score < FLOW_SCORE:
            yield issue(
                "flow_hard_to_read",
                document.place("flow"),
                score=round(score),
                limit=FLOW_SCORE,
                suggestion=SUGGESTIONS["text_hard_to_read"],
                warning=True,
            )


def calm_danger(world: World) -> Iterator[Issue]:
    """Emoji in what is said about danger."""
    for document, path, text in texts_of(world, "danger.yml", None):
        if found := _EMOJI.search(text):
            yield issue("emoji_in_danger", document.place(*path), emoji=found.group(), warning=True)
