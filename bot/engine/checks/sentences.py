"""`sentences.yml`: every group once, and no sentence that would not cross or is said twice."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.checks.world import World
from bot.engine.issues import Issue, did_you_mean, issue
from bot.engine.matching import plain
from bot.engine.redacting import helplines_in
from bot.engine.sentences import GROUPS, LONGEST


def groups(world: World) -> Iterator[Issue]:
    """Each of the groups stands there, once, and no other."""
    found, document = world.library.sentences, world.library.documents.get("sentences.yml")
    if found is None or document is None:
        return
    seen: list[str] = []
    for i, group in enumerate(found.groups):
        place = document.place("groups", i, "group")
        if group.group not in GROUPS:
            yield issue(
                "unknown_value",
                place,
                key="group",
                value=group.group,
                suggestion=did_you_mean(group.group, GROUPS),
            )
        elif group.group in seen:
            reason = "deze groep staat er al"
            yield issue("wrong_value", place, key="group", reason=reason)
        seen.append(group.group)
    for missing in (name for name in GROUPS if name not in seen):
        yield issue("missing_text", document.place("groups"), name=missing)


def helpful(world: World) -> Iterator[Issue]:
    """Sentences that fit, that are said once, and that the contact rule lets through."""
    found, document = world.library.sentences, world.library.documents.get("sentences.yml")
    rules = world.library.handoff
    if found is None or document is None or rules is None:
        return
    helplines = helplines_in(one.line for one in world.library.services)
    seen: set[str] = set()
    for i, group in enumerate(found.groups):
        for n, text in enumerate(group.sentences):
            place = document.place("groups", i, "sentences", n)
            if len(text) > LONGEST:
                yield issue("text_too_long", place, length=len(text), limit=LONGEST)
            if plain(text) in seen:
                reason = "deze zin staat er al"
                yield issue("wrong_value", place, key="sentences", reason=reason)
            if rules.contact.holds_back(text, helplines):
                reason = "dit houdt Maatje in een gesprek tegen (zie «contact» in handoff.yml)"
                yield issue("wrong_value", place, key="sentences", reason=reason)
            seen.add(plain(text))
