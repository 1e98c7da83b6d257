"""All checks of `flows/` that look beyond one line; the list stands here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bot.engine.checks import (
    goal_ideas,
    labels,
    regions,
    safety,
    sentences,
    situations,
    stories,
    structure,
    style,
    words,
)
from bot.engine.checks.structure import NEEDED_FLOWS
from bot.engine.checks.words import MAX_BUTTONS, MAX_LABEL, MAX_TEXT
from bot.engine.checks.world import World
from bot.engine.contract import Contract
from bot.engine.issues import Issue
from bot.engine.loading import Library

__all__ = ["CHECKS", "MAX_BUTTONS", "MAX_LABEL", "MAX_TEXT", "NEEDED_FLOWS", "World", "check"]

CHECKS: tuple[Callable[[World], Iterable[Issue]], ...] = (
    structure.where_steps_lead,
    structure.unreachable,
    structure.no_end,
    structure.loops,
    structure.other_flows,
    labels.labels,
    labels.known_topics,
    labels.opened_twice,
    labels.values,
    labels.consent,
    labels.services_and_forms,
    stories.story_topics,
    stories.only_stories,
    situations.situations,
    words.buttons,
    words.training_buttons,
    words.what_people_read,
    words.placeholders,
    style.messages,
    style.readable_flows,
    style.calm_danger,
    regions.pairs,
    regions.bare_words,
    safety.danger_words,
    safety.listed_texts,
    safety.handoff_rules,
    safety.service_facts,
    sentences.groups,
    sentences.helpful,
    goal_ideas.idea_topics,
    goal_ideas.idea_words,
    safety.a_service_for_everybody,
    safety.talks,
)


def check(library: Library, contract: Contract, talks: Path | None) -> list[Issue]:
    """Every mistake in the library, in the order of files and lines, warnings included."""
    world = World(library, contract, talks)
    found = [*library.issues]
    for one_check in CHECKS:
        found += one_check(world)
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda i: (i.place.file, i.place.line, i.place.column, i.code))
