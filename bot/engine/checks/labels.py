"""The names a step uses: labels of the contract, values, services and forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.engine.checks.world import World, index_of, read_flows, read_steps, rows_of
from bot.engine.issues import Issue, did_you_mean, issue
from bot.engine.learning import LEARNING
from bot.engine.peer_note import NOTE_OK, PEER_NOTE
from bot.engine.reading import Document, PathInFile
from bot.engine.step import Step
from bot.engine.steps.ask import COLLECTABLE, Ask
from bot.engine.steps.hand_over import HandOver
from bot.engine.steps.if_ import CONDITIONS, If
from bot.engine.steps.measure import MEASURABLE, Measure
from bot.engine.steps.refer import Refer
from bot.engine.steps.remember import VALUES, Remember


def labels(world: World) -> Iterator[Issue]:
    """Topics and acts that the language service does not know."""
    topics, acts = world.contract.topics, world.contract.acts
    for flow, document in read_flows(world):
        for i, topic in enumerate(flow.topics):
            if topic not in topics:
                yield issue(
                    "unknown_topic",
                    document.place("starts_with", "topics", i),
                    topic=topic,
                    suggestion=did_you_mean(topic, topics),
                )
        for i, act in enumerate(flow.acts):
            if act not in acts:
                yield issue(
                    "unknown_act",
                    document.place("starts_with", "acts", i),
                    act=act,
                    suggestion=did_you_mean(act, acts),
                )
    for _, step, document, i in read_steps(world):
        for n, choice in enumerate(step.choices if isinstance(step, Ask) else ()):
            for m, act in enumerate(choice.means):
                if act not in acts:
                    yield issue(
                        "unknown_act",
                        document.place("steps", i, "choices", n, "means", m),
                        act=act,
                        suggestion=did_you_mean(act, acts),
                    )


def known_topics(world: World) -> Iterator[Issue]:
    """Topics that volunteers can choose from (handoff.yml) but that do not exist, or stand there twice."""
    rules, document = world.library.handoff, world.library.documents.get("handoff.yml")
    if rules is None or document is None:
        return
    seen: set[str] = set()
    for i, one in enumerate(rules.matching.topics):
        place = document.place("matching", "topics", i, "topic")
        if one.topic not in world.contract.topics:
            hint = did_you_mean(one.topic, world.contract.topics)
            yield issue("unknown_topic", place, topic=one.topic, suggestion=hint)
        elif one.topic in seen:
            reason = f"«{one.topic}» staat al eerder in deze lijst"
            yield issue("wrong_value", place, key="topic", reason=reason)
        seen.add(one.topic)
    limits = rules.limits
    if limits.to_professional_after_minutes <= limits.wider_after_minutes:
        key = "to_professional_after_minutes"
        reason = "dit moet later zijn dan «wider_after_minutes»"
        yield issue("wrong_value", document.place("limits", key), key=key, reason=reason)


def opened_twice(world: World) -> Iterator[Issue]:
    """A label or word that opens two flows: only the first would ever open."""
    first: dict[str, str] = {}
    for flow, document in read_flows(world):
        for key, labels in (
            ("topics", flow.topics),
            ("acts", flow.acts),
            ("words", flow.words),
        ):
            for i, label in enumerate(labels):
                if f"{key}.{label}" in first:
                    yield issue(
                        "topic_twice",
                        document.place("starts_with", key, i),
                        label=label,
                        other=first[f"{key}.{label}"],
                    )
                first.setdefault(f"{key}.{label}", flow.name)


def values(world: World) -> Iterator[Issue]:
    """Values that `remember`, `if` and `collect` do not know."""
    for _, step, document, i in read_steps(world):
        if isinstance(step, Remember):
            yield from _remembered(step.remember, document, ("steps", i, "remember"))
        elif isinstance(step, If):
            yield from _condition(world, step, document, i)
        elif isinstance(step, Ask):
            for n, choice in enumerate(step.choices):
                yield from _remembered(
                    choice.remember, document, ("steps", i, "choices", n, "remember")
                )
            yield from _collected(step.collect, COLLECTABLE, document, i)
        elif isinstance(step, Measure):
            yield from _collected(step.collect, MEASURABLE, document, i)


def consent(world: World) -> Iterator[Issue]:
    """A yes that nobody gave: that to learning comes from a button in learning.yml and nowhere else,
    that to what a volunteer may read from one in peer_note.yml."""
    for flow, step, document, i in read_steps(world):
        for path, remembered in _all_remembered(step, i):
            by_button = "choices" in path and flow.name == LEARNING
            if remembered.get(LEARNING) == "yes" and not by_button:
                reason = "een ja geeft iemand zelf, met een knop in learning.yml"
                place = document.place(*path, LEARNING)
                yield issue("wrong_value", place, key=LEARNING, reason=reason)
            by_reader = "choices" in path and flow.name == PEER_NOTE
            if remembered.get(NOTE_OK) == "yes" and not by_reader:
                reason = "een ja geeft iemand zelf, met een knop in peer_note.yml"
                yield issue(
                    "wrong_value", document.place(*path, NOTE_OK), key=NOTE_OK, reason=reason
                )


def _all_remembered(step: Step, i: int) -> Iterator[tuple[PathInFile, Mapping[str, str]]]:
    if isinstance(step, Remember):
        yield ("steps", i, "remember"), step.remember
    elif isinstance(step, Ask):
        for n, choice in enumerate(step.choices):
            yield ("steps", i, "choices", n, "remember"), choice.remember


def _remembered(values: object, document: Document, path: tuple[str | int, ...]) -> Iterator[Issue]:
    assert isinstance(values, dict)
    for key, value in values.items():
        place = document.place(*path, key)
        if key not in VALUES:
            yield issue("unknown_key", place, key=key, suggestion=did_you_mean(key, VALUES))
        elif value not in VALUES[key]:
            yield issue(
                "unknown_value",
                place,
                key=key,
                value=value,
                suggestion=did_you_mean(value, VALUES[key]),
            )


def _condition(world: World, step: If, document: Document, i: int) -> Iterator[Issue]:
    for key, value in step.condition.items():
        place = document.place("steps", i, "if", key)
        if key == "topic":
            known = frozenset(world.contract.topics)
        else:
            known = CONDITIONS[key][0] if key in CONDITIONS else frozenset()
        if key not in CONDITIONS:
            yield issue("unknown_key", place, key=key, suggestion=did_you_mean(key, CONDITIONS))
        elif value not in known:
            yield issue(
                "unknown_value",
                place,
                key=key,
                value=value,
                suggestion=did_you_mean(value, known),
            )


def _collected(
    name: str | None, known: tuple[str, ...], document: Document, i: int
) -> Iterator[Issue]:
    if name is not None and name not in known:
        yield issue(
            "unknown_value",
            document.place("steps", i, "collect"),
            key="collect",
            value=name,
            suggestion=did_you_mean(name, known),
        )


def services_and_forms(world: World) -> Iterator[Issue]:
    """Services, topics and forms of peer support that are not in their lists."""
    ids = set(index_of(rows_of(world.library.documents.get("services.yml"), "services")))
    forms = [role.form for role in world.library.roles.roles] if world.library.roles else []
    for _, step, document, i in read_steps(world):
        if isinstance(step, Refer):
            if ids and step.refer.service and step.refer.service not in ids:
                yield issue(
                    "unknown_service",
                    document.place("steps", i, "refer", "service"),
                    service=step.refer.service,
                    suggestion=did_you_mean(step.refer.service, ids),
                )
            if step.refer.topic and step.refer.topic not in world.contract.topics:
                yield issue(
                    "unknown_topic",
                    document.place("steps", i, "refer", "topic"),
                    topic=step.refer.topic,
                    suggestion=did_you_mean(step.refer.topic, world.contract.topics),
                )
        form = step.hand_over.form if isinstance(step, HandOver) else None
        if form and forms and form not in forms:
            yield issue(
                "unknown_form",
                document.place("steps", i, "hand_over", "form"),
                form=form,
                suggestion=did_you_mean(form, forms),
            )
