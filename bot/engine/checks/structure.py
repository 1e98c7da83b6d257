"""Where steps lead, what is never reached, how a flow ends, rings of steps, and other flows."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.checks.world import World, index_of, read_flows, read_steps, rows_of, whole_flows
from bot.engine.danger import STILL_OPEN
from bot.engine.issues import Issue, Place, did_you_mean, issue
from bot.engine.loading import SPECIAL
from bot.engine.reading import Document
from bot.engine.step import END
from bot.engine.steps.ask import Ask

NEEDED_FLOWS = (
    "circle",
    "group_invited",
    "group_asks",
    "group_round",
    "wall",
    "wall_news",
    "menu",
    "other",
    "who_reads",
    "about_you",
    "goal",
    "goal_moment",
    "my_goals",
    "check_in",
    "want_peer",
    "peer_wishes",
    "want_professional",
    "nobody_there",
    "still_waiting",
    "while_waiting",
    "concern_waiting",
    "stopped",
    "after_talk",
    "queue",
    "plan_moment",
    "appointment",
    "appointment_missed",
    "appointment_after",
    "about_peer_support",
    "learning",
    "report_closed",
    "id_opened",
    "volunteer",
    "peer_note",
    "mediation",
    "mediation_invited",
    "mediation_news",
    "peer_too",
)


def where_steps_lead(world: World) -> Iterator[Issue]:
    """Steps that lead to a step that is not there."""
    for flow, document in read_flows(world):
        index = index_of(rows_of(document, "steps"))
        for step, target in ((s, target) for s in flow.steps for target in s.targets()):
            if target != END and target not in index:
                yield issue(
                    "unknown_step",
                    _place_of_target(document, index[step.id], target),
                    step=step.id,
                    target=target,
                    suggestion=did_you_mean(target, {*index, END}),
                )


def _place_of_target(document: Document, i: int, target: str) -> Place:
    row = rows_of(document, "steps")[i]
    if not isinstance(row, dict):
        return document.place("steps", i)
    for key in ("next", "then", "else"):
        if row.get(key) == target:
            return document.place("steps", i, key)
    choices = row.get("choices")
    for n, choice in enumerate(choices if isinstance(choices, list) else []):
        if isinstance(choice, dict) and choice.get("next") == target:
            return document.place("steps", i, "choices", n, "next")
    return document.place("steps", i)


def unreachable(world: World) -> Iterator[Issue]:
    """Steps that nothing leads to."""
    for flow in whole_flows(world):
        by_id = {step.id: step for step in flow.steps}
        seen, todo = set(), [flow.steps[0].id]
        while todo:
            step = todo.pop()
            if step in by_id and step not in seen:
                seen.add(step)
                todo += list(by_id[step].targets())
        for step in by_id:
            if step not in seen:
                yield issue("unreachable_step", flow.places[step], step=step)


def no_end(world: World) -> Iterator[Issue]:
    """Flows that just stop."""
    for flow in whole_flows(world):
        for step in flow.steps[-1:]:
            if step.next is None and not step.leaves and not isinstance(step, Ask):
                yield issue("no_end", flow.places[step.id], step=step.id)


def loops(world: World) -> Iterator[Issue]:
    """A ring of steps in which none waits would run until the step limit stops it."""
    for flow in whole_flows(world):
        quiet = {s.id: [t for t in s.targets() if t != END] for s in flow.steps if s.passes}
        for start in quiet:
            ring = _ring_from(start, quiet)
            if ring and start == min(ring):
                yield issue("loop_without_wait", flow.places[start], steps=" → ".join(ring))


def _ring_from(start: str, quiet: dict[str, list[str]]) -> list[str] | None:
    trails = [[start]]
    seen: set[str] = set()
    while trails:
        trail = trails.pop()
        for target in quiet.get(trail[-1], []):
            if target == start:
                return trail
            if target in quiet and target not in seen:
                seen.add(target)
                trails.append([*trail, target])
    return None


def other_flows(world: World) -> Iterator[Issue]:
    """Flows that are called, linked or needed and are not there."""
    flows = world.library.flows
    unread = {name.rsplit(".", 1)[0] for name in world.library.documents} - set(flows)
    known = {*flows, *unread, STILL_OPEN} - {
        name.rsplit(".", 1)[0] for name in SPECIAL
    }  # said already: unread
    for _, step, document, i in read_steps(world):
        for flow in step.flows():
            if flow not in known:
                key = "call" if "call" in type(step).model_fields else "link"
                yield issue(
                    "unknown_flow",
                    document.place("steps", i, key),
                    flow=flow,
                    suggestion=did_you_mean(flow, flows),
                )
    for flow in NEEDED_FLOWS if flows else ():
        if flow not in known:
            place = Place(str(world.library.folder))
            yield issue("missing_flow", place, flow=flow)
