"""Loads the folder `flows/` into a Flowbook, with every mistake at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.engine.circle_rules import CircleRules
from bot.engine.danger import DangerTexts
from bot.engine.danger_flows import built_flows
from bot.engine.flow import Flow
from bot.engine.flowbook import Flowbook
from bot.engine.forgetting import forget_flow
from bot.engine.goal_ideas import GoalIdeas
from bot.engine.group_rules import GroupRules
from bot.engine.handoff_rules import HandoffRules
from bot.engine.issues import Issue, Place, did_you_mean, issue
from bot.engine.practice import Practice, load_practices
from bot.engine.reading import Document, PathInFile, read_file
from bot.engine.referral import Referrals, ReferralService
from bot.engine.regional import RegionalWords
from bot.engine.reporting import report_flow, report_shared_flow
from bot.engine.roles import Roles
from bot.engine.sentences import Sentences
from bot.engine.shape_errors import M, parsed
from bot.engine.situations import (
    NO_DOCUMENTS,
    NONE_KNOWN,
    SituationDocuments,
    Situations,
    load_situations,
)
from bot.engine.step import END, Step
from bot.engine.steps import KINDS
from bot.engine.steps.ask import Ask
from bot.engine.stories import ExampleStory, load_examples
from bot.engine.supporter_rules import SupporterRules
from bot.engine.texts import Texts
from bot.engine.training import Module, load_training
from bot.engine.wall import write_flow
from bot.engine.wall_rules import WallRules
from bot.engine.which_topic import which_topic_flow

SPECIAL = (
    "services.yml",
    "handoff.yml",
    "roles.yml",
    "danger.yml",
    "texts.yml",
    "sentences.yml",
    "wall_rules.yml",
    "goal_ideas.yml",
    "supporter_rules.yml",
    "words_by_region.yml",
    "circle_rules.yml",
    "group_rules.yml",
)
FLOW_KEYS = ("flow", "title", "starts_with", "steps")
OPENER_KEYS = ("topics", "acts", "words")
NAME = re.compile(r"[a-z][a-z0-9_]*")  # names with _ in front are Maatje's own
NAME_REASON = "begin met een kleine letter; daarna kleine letters, cijfers en _"


@dataclass(slots=True)
class Library:
    """What was read, with mistakes; `flowbook` is there only when every file could be understood."""

    folder: Path
    documents: dict[str, Document] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    services: tuple[ReferralService, ...] = ()
    danger: DangerTexts | None = None
    handoff: HandoffRules | None = None
    roles: Roles | None = None
    texts: Texts | None = None
    sentences: Sentences | None = None
    wall: WallRules | None = None
    goal_ideas: GoalIdeas | None = None
    supporters: SupporterRules | None = None
    regional: RegionalWords | None = None
    circles: CircleRules | None = None
    groups: GroupRules | None = None
    training: tuple[Module, ...] = ()
    training_documents: dict[str, Document] = field(default_factory=dict)
    practices: tuple[Practice, ...] = ()
    situations: Situations = NONE_KNOWN
    situation_documents: SituationDocuments = NO_DOCUMENTS
    examples: tuple[ExampleStory, ...] = ()
    story_document: Document | None = None

    @property
    def flowbook(self) -> Flowbook | None:
        """The Flowbook, if all special files are there and whole."""
        if not (self.danger and self.handoff and self.roles and self.texts):
            return None
        if not (self.sentences and self.wall and self.goal_ideas and self.circles):
            return None
        if not (self.supporters and self.regional and self.groups):
            return None
        built = [
            *built_flows(self.danger),
            forget_flow(self.texts),
            report_flow(self.texts),
            report_shared_flow(self.texts),
            which_topic_flow(self.flows, self.texts),
            write_flow(self.wall),
        ]
        flows = dict(self.flows) | {flow.name: flow for flow in built}
        return Flowbook(
            flows,
            Referrals(self.services),
            self.danger,
            self.handoff,
            self.roles,
            self.texts,
            self.sentences,
            self.wall,
            self.goal_ideas,
            self.supporters,
            self.circles,
            self.groups,
            self.training,
            self.practices,
            self.situations,
            self.examples,
        )


def load(folder: Path) -> Library:
    """Reads every `*.yml` of the folder. Never raises for what an operator wrote."""
    library = Library(folder)
    if not folder.is_dir():
        library.issues.append(issue("missing_folder", Place(str(folder)), folder=folder))
        return library
    for path in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
        document = read_file(path, shown_path(path))
        library.documents[path.name] = document
        library.issues += document.issues
    for name in SPECIAL:
        if name not in library.documents:
            library.issues.append(
                issue("missing_file", Place(shown_path(folder / name)), name=name)
            )
    library.training_documents, library.training = load_training(
        folder, shown_path(folder), library.issues
    )
    documents, library.practices = load_practices(folder, shown_path(folder), library.issues)
    library.training_documents |= documents
    library.situation_documents, library.situations = load_situations(
        folder, shown_path(folder), library.issues
    )
    library.story_document, library.examples = load_examples(
        folder, shown_path(folder), library.issues
    )
    _load_special(library)
    _load_flows(library)
    if not library.flows:
        library.issues.append(issue("no_flows", Place(shown_path(folder))))
    return library


def shown_path(path: Path) -> str:
    """Paths are shown from where the operator stands, when that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # elsewhere, out of reach, or a ring of links
        return str(path)


def _load_special(library: Library) -> None:
    services = library.documents.get("services.yml")
    if services:
        library.services = _services(services, library.issues)
    library.danger = _whole(library, "danger.yml", DangerTexts)
    library.handoff = _whole(library, "handoff.yml", HandoffRules)
    library.roles = _whole(library, "roles.yml", Roles)
    library.texts = _whole(library, "texts.yml", Texts)
    library.sentences = _whole(library, "sentences.yml", Sentences)
    library.wall = _whole(library, "wall_rules.yml", WallRules)
    library.circles = _whole(library, "circle_rules.yml", CircleRules)
    library.groups = _whole(library, "group_rules.yml", GroupRules)
    library.goal_ideas = _whole(library, "goal_ideas.yml", GoalIdeas)
    library.supporters = _whole(library, "supporter_rules.yml", SupporterRules)
    library.regional = _whole(library, "words_by_region.yml", RegionalWords)


def _whole(library: Library, name: str, model: type[M]) -> M | None:
    document = library.documents.get(name)
    if document is None or document.data is None:
        return None
    return parsed(model, document.data, (), document, library.issues)


def _services(document: Document, issues: list[Issue]) -> tuple[ReferralService, ...]:
    rows = document.data.get("services") if isinstance(document.data, dict) else None
    if not isinstance(rows, list):
        if document.data is not None:
            issues.append(issue("missing_key", document.place(), key="services"))
        return ()
    found = [
        parsed(ReferralService, row, ("services", i), document, issues)
        for i, row in enumerate(rows)
    ]
    return tuple(service for service in found if service)


def _load_flows(library: Library) -> None:
    for name, document in library.documents.items():
        if name in SPECIAL or document.data is None:
            continue
        flow = read_flow(document, library.issues)
        if flow is None:
            continue
        stem = name.rsplit(".", 1)[0]
        if flow.name != stem:
            library.issues.append(
                issue(
                    "file_name",
                    document.place("flow"),
                    flow=flow.name,
                    file=name,
                    suggestion=f"Noem het bestand «{flow.name}.yml», of de flow «{stem}».",
                )
            )
        if flow.name in library.flows:
            library.issues.append(
                issue(
                    "duplicate_flow",
                    document.place("flow"),
                    flow=flow.name,
                    other=library.flows[flow.name].file,
                )
            )
            continue
        library.flows[flow.name] = flow


def read_flow(document: Document, issues: list[Issue]) -> Flow | None:
    """One flow of one document; `None` when not even its name could be read."""
    data = document.data
    if not isinstance(data, dict):
        issues.append(issue("not_a_mapping", document.place()))
        return None
    _unknown_keys(data, FLOW_KEYS, (), document, issues)
    name, title = data.get("flow"), data.get("title")
    if not isinstance(name, str) or not name:
        issues.append(issue("missing_key", document.place(), key="flow"))
        return None
    if not NAME.fullmatch(name):
        issues.append(issue("wrong_value", document.place("flow"), key="flow", reason=NAME_REASON))
        return None
    if not isinstance(title, str) or not title:
        issues.append(issue("missing_key", document.place("flow"), key="title"))
        title = name
    steps = _read_steps(data.get("steps"), document, issues)
    places = {s.id: document.place("steps", i) for i, s in steps}
    return Flow(
        name,
        title,
        tuple(s for _, s in steps),
        _openers(data, "topics", document, issues),
        _openers(data, "acts", document, issues),
        _openers(data, "words", document, issues),
        places,
        document.file,
    )


def _openers(
    data: dict[str, Any], key: str, document: Document, issues: list[Issue]
) -> tuple[str, ...]:
    opener = data.get("starts_with") or {}
    if not isinstance(opener, dict):
        issues.append(issue("not_a_mapping", document.place("starts_with")))
        return ()
    if key == OPENER_KEYS[0]:
        _unknown_keys(opener, OPENER_KEYS, ("starts_with",), document, issues)
    words = opener.get(key) or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        issues.append(
            issue(
                "wrong_value",
                document.place("starts_with", key),
                key=key,
                reason="dit moet een lijst zijn, zoals [bullying]",
            )
        )
        return ()
    return tuple(words)


def _read_steps(data: Any, document: Document, issues: list[Issue]) -> list[tuple[int, Step]]:
    if not isinstance(data, list) or not data:
        issues.append(issue("no_steps", document.place("steps")))
        return []
    steps: list[tuple[int, Step]] = []
    seen: dict[str, int] = {}
    for i, row in enumerate(data):
        step = _read_step(row, i, document, issues)
        if step is None:
            continue
        place = document.place("steps", i)
        if step.id in seen:
            issues.append(issue("duplicate_step", place, step=step.id, first=seen[step.id]))
            continue
        seen[step.id] = place.line
        steps.append((i, step))
    return _with_following(steps)


def _with_following(steps: list[tuple[int, Step]]) -> list[tuple[int, Step]]:
    """Where `next` is left out, the following step comes next; a closed question has none."""
    linked = []
    for n, (i, step) in enumerate(steps):
        following = steps[n + 1][1].id if n + 1 < len(steps) else None
        closed_question = isinstance(step, Ask) and not step.passes
        if step.next is None and not step.leaves and not closed_question and following:
            step = step.model_copy(update={"next": following})
        linked.append((i, step))
    return linked


def _read_step(row: Any, i: int, document: Document, issues: list[Issue]) -> Step | None:
    path: PathInFile = ("steps", i)
    if not isinstance(row, dict):
        issues.append(issue("not_a_mapping", document.place(*path)))
        return None
    kinds = [key for key in KINDS if key in row]
    main = [key for key in kinds if key != "say"] or kinds
    if not main:
        keys = [key for key in row if key not in ("id", "next")]
        hint = did_you_mean(keys[0], KINDS) if keys else did_you_mean("", KINDS)
        issues.append(issue("unknown_step_kind", document.place(*path, *keys[:1]), suggestion=hint))
        return None
    says_too = "say" in kinds and main[0] not in ("refer", "end", "say")
    if len(main) > 1 or says_too:
        second = main[1] if len(main) > 1 else "say"
        issues.append(issue("two_step_kinds", document.place(*path), first=main[0], second=second))
        return None
    step = parsed(KINDS[main[0]], row, path, document, issues)
    if step is not None and step.id == END:
        reason = "END betekent het einde van de flow"
        issues.append(issue("wrong_value", document.place(*path, "id"), key="id", reason=reason))
        return None
    return step


def _unknown_keys(
    data: dict[str, Any],
    known: tuple[str, ...],
    path: PathInFile,
    document: Document,
    issues: list[Issue],
) -> None:
    for key in data:
        if key not in known:
            issues.append(
                issue(
                    "unknown_key",
                    document.place(*path, key),
                    key=key,
                    suggestion=did_you_mean(key, known),
                )
            )
