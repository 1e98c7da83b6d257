"""Danger words, texts that must be there, danger first, facts of services, help for all, talks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.safety import DangerKind
from bot.engine import circle_rules, group_rules, supporter_rules, wall_rules
from bot.engine.checks.verified import half_verified
from bot.engine.checks.world import World, index_of, read_flows, rows_of
from bot.engine.contract import Contract
from bot.engine.danger import SHARED
from bot.engine.handoff_rules import SENTENCES as HANDOFF_SENTENCES
from bot.engine.handoff_rules import Rule
from bot.engine.issues import Issue, did_you_mean, issue
from bot.engine.loading import Library
from bot.engine.reading import Document
from bot.engine.referral import CRISIS_LINES, EMERGENCY, REGIONS, Referrals
from bot.engine.texts import FOR_STAFF, FOR_YOUNG

AGES_TO_COVER = (8, 13, 16, 20, 30)
TOPIC_AGES = (13, 16, 20)


def danger_words(world: World) -> Iterator[Issue]:
    """Every kind of danger has its words, and so has all that the kinds share."""
    danger = world.library.danger
    document = world.library.documents.get("danger.yml")
    if danger is None or document is None:
        return
    for kind in DangerKind:
        if kind.value not in danger.kinds:
            yield issue(
                "missing_danger_text",
                document.place("kinds"),
                kind=kind.value,
                level="urgent en concern",
            )
    for name in danger.kinds:
        if name not in [k.value for k in DangerKind]:
            yield issue(
                "unknown_key",
                document.place("kinds", name),
                key=name,
                suggestion=did_you_mean(name, [k.value for k in DangerKind]),
            )
    for name in SHARED:
        if name not in danger.shared:
            yield issue("missing_shared_text", document.place("shared"), name=name)


def _of_support(
    library: Library,
) -> list[tuple[str, str, Mapping[str, str] | None, tuple[str, ...]]]:
    rules, file = library.supporters, "supporter_rules.yml"
    if rules is None:
        return []
    return [
        (file, "young", rules.young, supporter_rules.FOR_YOUNG),
        (file, "supporter", rules.supporter, supporter_rules.FOR_SUPPORTER),
    ]


def _of_groups(
    library: Library,
) -> list[tuple[str, str, Mapping[str, str] | None, tuple[str, ...]]]:
    rules, file = library.groups, "group_rules.yml"
    if rules is None:
        return []
    return [
        (file, "young", rules.young, group_rules.FOR_YOUNG),
        (file, "posts", rules.posts, group_rules.IN_GROUP),
        (file, "staff", rules.staff, group_rules.FOR_STAFF),
    ]


def listed_texts(world: World) -> Iterator[Issue]:
    """Every sentence that the code says is there, and no other."""
    library = world.library
    for file, part, given, needed in (
        ("texts.yml", "young", library.texts and library.texts.young, FOR_YOUNG),
        ("texts.yml", "staff", library.texts and library.texts.staff, FOR_STAFF),
        ("handoff.yml", "say", library.handoff and library.handoff.say, HANDOFF_SENTENCES),
        ("wall_rules.yml", "young", library.wall and library.wall.young, wall_rules.FOR_YOUNG),
        ("wall_rules.yml", "channel", library.wall and library.wall.channel, wall_rules.IN_CHANNEL),
        ("wall_rules.yml", "staff", library.wall and library.wall.staff, wall_rules.FOR_STAFF),
        *_of_support(library),
        (
            "circle_rules.yml",
            "young",
            library.circles and library.circles.young,
            circle_rules.FOR_YOUNG,
        ),
        (
            "circle_rules.yml",
            "staff",
            library.circles and library.circles.staff,
            circle_rules.FOR_STAFF,
        ),
        *_of_groups(library),
    ):
        document = library.documents.get(file)
        if given is None or document is None:
            continue
        for missing in (name for name in needed if name not in given):
            yield issue("missing_text", document.place(part), name=f"{part}.{missing}")
        for extra in sorted(str(name) for name in given if name not in needed):
            yield issue(
                "unknown_key",
                document.place(part, extra),
                key=extra,
                suggestion=did_you_mean(extra, needed),
            )


def handoff_rules(world: World) -> Iterator[Issue]:
    """Danger goes to a professional before any other rule."""
    rules, document = world.library.handoff, world.library.documents.get("handoff.yml")
    if rules is None or document is None:
        return
    order = [(rule.when.danger, rule.to) for rule in rules.rules[:2]]
    if order != [("urgent", "professional"), ("concern", "professional")]:
        yield issue("danger_not_first", document.place("rules"))
    else:
        yield from _never_reached(rules.rules, document)
    if rules.emergency_id.switched_on == "yes":
        for key in rules.emergency_id.missing:
            yield issue("protocol_missing", document.place("emergency_id"), key=key)
    for i, rule in enumerate(rules.rules):
        if rule.say is not None and rule.say not in rules.say:
            yield issue("missing_text", document.place("rules", i, "say"), name=f"say.{rule.say}")


def _never_reached(rules: Sequence[Rule], document: Document) -> Iterator[Issue]:
    """A rule behind one that holds whenever it does says something that never happens."""
    for i, rule in enumerate(rules):
        earlier = next((j for j in range(i) if rules[j].when.covers(rule.when)), None)
        if earlier is not None:
            yield issue(
                "rule_never_reached",
                document.place("rules", i),
                line=document.place("rules", earlier).line,
                suggestion="Zet hem hoger, of haal hem weg.",
            )


def service_facts(world: World) -> Iterator[Issue]:
    """Each service has its source, and dates that are dates."""
    document = world.library.documents.get("services.yml")
    if document is None:
        return
    index = index_of(rows_of(document, "services"))
    for service in world.library.services:
        i = index[service.id]
        if not (service.source and service.source_date):
            yield issue("missing_source", document.place("services", i), service=service.id)
        yield from half_verified(service, service.id, document, ("services", i))
        for kind in service.kinds:
            if kind not in [k.value for k in DangerKind]:
                yield issue(
                    "unknown_value", document.place("services", i, "kinds"), key="kinds", value=kind
                )


def a_service_for_everybody(world: World) -> Iterator[Issue]:
    """For every kind, region and age somebody is there."""
    document = world.library.documents.get("services.yml")
    services = world.library.services
    if document is None or len(services) < len(rows_of(document, "services")) or not services:
        return  # a service that could not be read may be the one that is missed
    place = document.place("services")
    referrals = Referrals(services)
    for needed in (EMERGENCY, *CRISIS_LINES.values()):
        if referrals.get(needed) is None:
            yield issue("unknown_service", place, service=needed)
    for region in REGIONS:
        for what, age, warning in _uncovered(referrals, region, world.contract):
            yield issue("no_service_for", place, what=what, region=region, age=age, warning=warning)


def _uncovered(
    referrals: Referrals, region: str, contract: Contract
) -> Iterator[tuple[str, int, bool]]:
    """Kinds (a mistake) and topics (a warning) for which nobody of that age is helped."""
    emergency = referrals.get(EMERGENCY)
    for kind in DangerKind:
        by_emergency = emergency is not None and kind in emergency.kinds
        for age in AGES_TO_COVER:
            if not by_emergency and referrals.best(region, age, kind=kind) is None:
                yield kind.value, age, False
    for topic in sorted(contract.topics):
        for age in TOPIC_AGES:
            if referrals.best(region, age, topic=topic) is None:
                yield topic, age, True


def talks(world: World) -> Iterator[Issue]:
    """A flow without a golden talk does not pass."""
    for flow, document in read_flows(world):
        folder = world.talks
        if folder is None or not (folder / f"{flow.name}.yml").is_file():
            yield issue(
                "missing_talk",
                document.place("flow"),
                flow=flow.name,
                talk=f"tests/conversations/{flow.name}.yml",
                warning=folder is None,
            )
