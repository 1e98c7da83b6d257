"""`if`: two ways on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pydantic import Field

from bot.domain.goals import zone_of
from bot.domain.safety import DangerStanding
from bot.engine.learning import standing
from bot.engine.own_goals import ASKED, CHOSEN, meant, wish_of
from bot.engine.peer_note import NOTE
from bot.engine.run import Run
from bot.engine.step import GoTo, Move, Step, Words
from bot.engine.themes import THEME, THEMES
from bot.engine.wishes import peers_for, standing_of


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


def _peer(run: Run) -> set[str]:
    """`there`: one may be offered, and somebody who fits is on duty with a professional behind them."""
    if not run.conversation.peer_possible:
        return {"impossible"}
    behind = run.moment.professionals_on_duty > 0
    there = behind and peers_for(run.conversation, run.moment) > 0
    return {"possible", "there"} if there else {"possible"}


def _yes_no(value: bool) -> set[str]:
    return {"yes" if value else "no"}


# What can be told of a talk of more than two that a young person asked for or said yes to.
SHARED_NEWS = frozenset({"agreed", "refused", "withdrawn", "expired", "impossible", "nobody_free"})


def _danger(run: Run) -> set[str]:
    """Open, or none; and whether the young person said no to what was seen."""
    known = run.conversation.danger
    if not known.peer_allowed:
        return {"open"}
    denied = any(record.standing is DangerStanding.DENIED for record in known.records)
    return {"none", "denied"} if denied else {"none"}


def _goals(run: Run) -> set[str]:
    count = len(run.moment.goals)
    full = {"full"} if count >= run.flowbook.goal_ideas.most_goals else set()
    return {"none"} if count == 0 else full


def _standing(run: Run, name: str) -> set[str]:
    """`asked`: there is a moment at which Maatje asks about it (again)."""
    one = meant(run, name)
    if one is None:
        return {"gone"}
    again = one.goal.rhythm is not None and one.goal.rhythm.after(
        run.moment.now, zone_of(run.conversation.region)
    )
    return {"asked" if one.asks_at or again else "not_asked"}


def _support(run: Run) -> set[str]:
    """`full`: as many people support the chosen goal as may."""
    one, most = meant(run), run.flowbook.supporters.limits.supporters_per_goal
    return {"full"} if one is not None and one.supporters >= most else {"room"}


def _chosen_goal(run: Run) -> set[str]:
    one = meant(run)
    return _standing(run, CHOSEN) | ({one.goal.state.value} if one else set())


def _confidence(run: Run) -> set[str]:
    given = run.conversation.remembered.get("confidence", "")
    return {"low" if given.isdigit() and int(given) < run.flowbook.goal_ideas.sure_from else "high"}


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
        frozenset({"possible", "impossible", "there"}),
        _peer,
    ),
    "topic": (  # any topic of the contract
        frozenset(),
        lambda run: {run.conversation.remembered.get("topic", "")},
    ),
    "theme": (  # what a talk without a subject is about
        THEMES | {"none"},
        lambda run: {run.conversation.remembered.get(THEME) or "none"},
    ),
    "danger": (
        frozenset({"open", "none", "denied"}),
        _danger,
    ),
    "goal": (frozenset({"yes", "no"}), lambda run: _yes_no(run.moment.has_goal)),
    "goals": (frozenset({"none", "full"}), _goals),
    "chosen_goal": (frozenset({"active", "paused", "asked", "not_asked", "gone"}), _chosen_goal),
    "asked_goal": (frozenset({"asked", "not_asked", "gone"}), lambda run: _standing(run, ASKED)),
    "support": (frozenset({"full", "room"}), _support),
    "goal_answer": (  # what the young person does when something is in the way
        frozenset({"yes", "no"}),
        lambda run: _yes_no(bool(run.conversation.remembered.get("goal_answer"))),
    ),
    "confidence": (frozenset({"low", "high"}), _confidence),
    "check_in": (
        frozenset({"chosen", "never"}),
        lambda run: {"never" if wish_of(run.conversation).choice == "never" else "chosen"},
    ),
    "asked_again": (
        frozenset({"yes", "no"}),
        lambda run: _yes_no("asked_again" in run.conversation.remembered),
    ),
    "asked_about_you": (
        frozenset({"yes", "no"}),
        lambda run: _yes_no(run.conversation.remembered.get("asked_about_you") == "yes"),
    ),
    "waiting": (frozenset({"yes", "no"}), lambda run: _yes_no(run.moment.waiting_for is not None)),
    "wish": (
        frozenset({"asked", "gender", "province", "language", "unmet"}),
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
    "protocol": (
        frozenset({"yes", "no"}),
        lambda run: _yes_no(run.flowbook.handoff.emergency_id.is_on),
    ),
    "shared": (
        frozenset({"none", "inviting", "opened", "asked", "agreed"}),
        lambda run: {run.moment.shared},
    ),
    "shared_news": (
        SHARED_NEWS,
        lambda run: {run.conversation.remembered.get("shared_news", "")},
    ),
    "circle": (
        frozenset({"yes", "no"}),
        lambda run: _yes_no(bool(run.conversation.remembered.get("circle"))),
    ),
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
