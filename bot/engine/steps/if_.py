"""`if`: two ways on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pydantic import Field

from bot.engine.learning import standing
from bot.engine.peer_note import NOTE
from bot.engine.run import Run
from bot.engine.step import GoTo, Move, Step, Words
from bot.engine.wishes import standing_of


def _age(run: Run) -> set[str]:
    band = run.conversation.age_band
    groups = {band}
    if band in ("12_15", "16_17", "unknown"):
        groups.add("minor")
    if band == "18_24":
        groups.add("adult")
    if run.conversation.outside_ages:
        groups.add("outside")
    return groups


def _yes_no(value: bool) -> set[str]:
    return {"yes" if value else "no"}


# What can be asked, and the values that are true at this moment.
CONDITIONS: dict[str, tuple[frozenset[str], Callable[[Run], set[str]]]] = {
    "region": (frozenset({"nl", "be", "unknown"}), lambda run: {run.conversation.region}),
    "age_band": (
        frozenset(
            {
                "under_12",
                "12_15",
                "16_17",
                "18_24",
                "over_24",
                "unknown",
                "minor",
                "adult",
                "outside",
            }
        ),
        _age,
    ),
    "peer": (
        frozenset({"possible", "impossible"}),
        lambda run: {"possible" if run.conversation.peer_possible else "impossible"},
    ),
    "goal": (frozenset({"yes", "no"}), lambda run: _yes_no(run.moment.has_goal)),
    "asked_about_you": (
        frozenset({"yes", "no"}),
        lambda run: _yes_no("asked_about_you" in run.conversation.remembered),
    ),
    "waiting": (frozenset({"yes", "no"}), lambda run: _yes_no(run.moment.waiting_for is not None)),
    "wish": (
        frozenset({"asked", "province", "language", "unmet"}),
        lambda run: standing_of(run.conversation, run.moment),
    ),
    "volunteer": (
        frozenset({"possible", "later", "known"}),
        lambda run: {run.moment.volunteer},
    ),
    "appointment": (
        frozenset({"yes", "no"}),
        lambda run: _yes_no(bool(run.moment.appointment)),
    ),
    "later_message": (
        frozenset({"yes", "no"}),
        lambda run: _yes_no(bool(run.conversation.remembered.get("later_message"))),
    ),
    "note": (frozenset({"yes", "no"}), lambda run: _yes_no(NOTE in run.conversation.remembered)),
    "learning": (frozenset({"yes", "no", "possible", "impossible"}), standing),
}


class If(Step):
    """Goes to `then` when the condition holds, else to `else`.

    Example: `{id: check, if: {region: unknown}, then: ask_region, else: offer}`
    """

    condition: Mapping[str, str] = Field(alias="if", min_length=1, max_length=1)
    then: Words
    otherwise: Words = Field(alias="else")

    def enter(self, run: Run) -> Move:
        ((key, value),) = self.condition.items()
        return GoTo(self.then if value in CONDITIONS[key][1](run) else self.otherwise)

    def targets(self) -> Iterator[str]:
        yield self.then
        yield self.otherwise

    @property
    def leaves(self) -> bool:
        return True
