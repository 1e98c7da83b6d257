"""Words that differ between the Netherlands and Flanders: whole pairs, and none that stands alone."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from bot.engine.checks.words import all_texts
from bot.engine.checks.world import World, index_of, read_flows, rows_of
from bot.engine.flow import Flow
from bot.engine.issues import Issue, Place, issue
from bot.engine.regional import PAIR, RegionalWord
from bot.engine.step import END, Step
from bot.engine.steps.ask import Ask
from bot.engine.steps.if_ import If
from bot.engine.steps.remember import Remember

FILE = "words_by_region.yml"
ANYWHERE = frozenset({"nl", "be", "unknown"})


def pairs(world: World) -> Iterator[Issue]:
    """Pairs with one half, and pairs where nobody chooses the half: on buttons and in other files."""
    own = {flow.file for flow, _ in read_flows(world)} | {_shown(world, "danger.yml")}
    own |= {document.file for document in world.library.situation_documents.documents}
    for document, path, text in all_texts(world):
        for found in PAIR.finditer(text) if "|" in text else ():
            place = document.place(*path)
            if not (found[1].strip() and found[2].strip()):
                yield issue("missing_half", place, pair=found.group())
            elif document.file not in own or "choices" in path:
                yield issue("misplaced_pair", place, pair=found.group())


def _shown(world: World, name: str) -> str:
    document = world.library.documents.get(name)
    return document.file if document else ""


def bare_words(world: World) -> Iterator[Issue]:
    """Words that only one region knows, said to somebody who may live in the other one."""
    words = world.library.regional.words if world.library.regional else ()
    if not words:
        return
    for flow, document in read_flows(world):
        index = index_of(rows_of(document, "steps"))
        texts = [(step, path, text) for step in flow.steps for path, text in step.texts()]
        whole = "\n".join(text for _, _, text in texts).casefold()
        seen = [one for one in words if one.word.casefold() in whole]
        regions = regions_of(flow) if seen else {}
        for step, path, text in texts if seen else ():
            here = regions.get(step.id, ANYWHERE)
            for one in seen if path[0] != "choices" else ():
                if not here <= {one.region} and _stands_alone(one, text):
                    yield _bare(one, document.place("steps", index.get(step.id, 0), *path))
    plainly = [(one, one.word.casefold()) for one in words]
    for document, i, situation in world.library.situation_documents.rows:
        for path, text in situation.texts():
            whole = text.casefold()
            for one, word in plainly:
                if word in whole and _stands_alone(one, text):
                    yield _bare(one, document.place("situations", i, *path))


def _bare(word: RegionalWord, place: Place) -> Issue:
    hint = f"Schrijf «{word.pair}», of zet het achter een «if» op region."
    return issue("one_region_word", place, word=word.word, suggestion=hint, warning=True)


@functools.cache
def _pattern(word: str) -> re.Pattern[str]:
    """The whole word; one in capitals (DUO, CLB) or with one (Halt) is only that word so written."""
    return re.compile(rf"\b{re.escape(word)}\b", 0 if word != word.lower() else re.IGNORECASE)


# "Halt (in Nederland)": who lives elsewhere reads that it is not theirs.
_NAMED = re.compile(r"\w+ \(in (?:Nederland|Vlaanderen)\)")


def _stands_alone(word: RegionalWord, text: str) -> bool:
    """Is it said outside a pair, without the word of the other region beside it?"""
    rest = _NAMED.sub("", PAIR.sub("", text))
    if _pattern(word.word).search(rest) is None:
        return False
    return word.other_half.casefold() not in rest.casefold()


def regions_of(flow: Flow) -> Mapping[str, frozenset[str]]:
    """Where somebody may live who comes to each step, as far as the flow itself asked or looked."""
    steps = {step.id: step for step in flow.steps}
    known: dict[str, frozenset[str]] = {flow.first: ANYWHERE} if flow.steps else {}
    todo = [*known]
    while todo:
        name = todo.pop()
        step = steps.get(name)
        for target, regions in _onward(step, known[name]) if step else ():
            together = known.get(target, frozenset()) | regions
            if target != END and together != known.get(target):
                known[target] = together
                todo.append(target)
    return known


def _onward(step: Step, here: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(step, If) and "region" in step.condition:
        yes = frozenset({step.condition["region"]})
        for target, regions in ((step.then, here & yes), (step.otherwise, here - yes)):
            if regions:
                yield target, regions
        return
    told = step.remember.get("region") if isinstance(step, Remember) else None
    after = frozenset({told}) if told else ANYWHERE if any(True for _ in step.flows()) else here
    chosen: set[str] = set()
    for choice in step.choices if isinstance(step, Ask) else ():
        region = choice.remember.get("region")
        yield choice.next, frozenset({region}) if region else after
        chosen.add(choice.next)
    for target in step.targets():
        if target not in chosen or target == step.next:
            yield target, after
