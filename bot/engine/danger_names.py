"""The names of the flows that are built around `danger.yml`."""

from __future__ import annotations

from bot.domain.safety import DangerKind, RiskLevel

PREFIX = "_danger_"
# The steps at which a clear other subject may go on to its own flow; elsewhere an answer is awaited.
ASK_SAFE = "ask_safe"  # the step with the one question after the services
REGION = "region"  # the step that asks for the country
REST = "rest"  # the step that lets a suspicion lie that was passed by
GO_ON = "go_on"  # the step after "Verder met Maatje"
STAYING = ("safe", "stay", "stay_open", "go_on", "until_there")


def flow_for(kind: DangerKind, level: RiskLevel) -> str:
    """The name of the built flow."""
    return f"{PREFIX}{kind.value}_{level.value}"


def urgent_kind(flow: str) -> DangerKind | None:
    """The kind of a built flow for an urgent danger; `None` for any other flow."""
    kinds = {flow_for(kind, RiskLevel.URGENT): kind for kind in DangerKind}
    return kinds.get(flow)
