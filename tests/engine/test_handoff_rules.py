"""To whom a wish leads: danger first, ages second, and no peer without a professional behind."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot.domain.conversation import Conversation
from bot.domain.handoff import Urgency
from bot.domain.ids import PersonId
from bot.domain.safety import DangerHistory, DangerKind, RiskLevel
from bot.domain.volunteer import Role
from bot.engine.handoff_rules import Decision, HandoffRules
from bot.engine.run import Moment
from tests.engine.talking import CONCERN, URGENT, flows_of_today, sign
from tests.fakes import A_TUESDAY

RULES = flows_of_today().handoff
PEER, PROFESSIONAL = Role.VOLUNTEER, Role.PROFESSIONAL
AGES = ("under_12", "12_15", "16_17", "18_24", "over_24", "unknown")


def young(age_band: str = "unknown", *risks: RiskLevel) -> Conversation:
    danger = DangerHistory()
    for level in risks:
        danger = danger.seen(sign(DangerKind.NEGLECT, level))
    return Conversation(PersonId("young"), danger=danger).remembering(age_band=age_band)


def there(professionals: int = 1, peers: int = 1, waiting_for: Role | None = None) -> Moment:
    return Moment(A_TUESDAY, professionals, peers, waiting_for)


def decide(
    wish: Role,
    conversation: Conversation | None = None,
    moment: Moment | None = None,
    rules: HandoffRules = RULES,
) -> Decision:
    return rules.decide(wish, conversation or young(), moment or there())


def test_a_peer_who_is_there_is_asked() -> None:
    assert decide(PEER) == Decision(PEER, Urgency.NORMAL, "peer_offered", True)


def test_without_a_free_peer_the_place_is_kept() -> None:
    assert decide(PEER, moment=there(peers=0)) == Decision(PEER, Urgency.NORMAL, "peer_waiting")


@pytest.mark.parametrize("peers", [0, 1, 5])
def test_without_a_professional_on_duty_no_peer_is_asked_and_the_place_is_kept(peers: int) -> None:
    decision = decide(PEER, moment=there(professionals=0, peers=peers))
    assert decision == Decision(PEER, Urgency.NORMAL, "no_professional")


def test_who_asks_for_a_professional_gets_one_or_a_place() -> None:
    assert decide(PROFESSIONAL).sentence == "professional_offered"
    away = decide(PROFESSIONAL, moment=there(professionals=0))
    assert (away.to, away.sentence) == (PROFESSIONAL, "professional_waiting")
    assert not away.somebody_there


@pytest.mark.parametrize("age_band", ["under_12", "over_24"])
def test_outside_the_ages_there_is_no_peer_and_still_a_professional(age_band: str) -> None:
    assert decide(PEER, young(age_band)) == Decision(None, Urgency.NORMAL, "outside_ages")
    assert decide(PROFESSIONAL, young(age_band)).to is PROFESSIONAL


@pytest.mark.parametrize(
    ("wish", "age_band", "level", "professionals"),
    list(product((PEER, PROFESSIONAL), AGES, (CONCERN, URGENT), (0, 1))),
)
def test_open_danger_leads_to_a_professional_whatever_was_asked(
    wish: Role, age_band: str, level: RiskLevel, professionals: int
) -> None:
    decision = decide(wish, young(age_band, level), there(professionals))
    assert decision.to is PROFESSIONAL
    assert decision.urgency.value == level.value
    assert decision.somebody_there is (professionals > 0)


def test_who_asked_for_a_peer_in_danger_is_told_why_it_becomes_a_professional() -> None:
    assert decide(PEER, young("16_17", CONCERN)).sentence == "danger_open"


def test_danger_that_was_denied_or_cleared_is_open_no_more() -> None:
    denied = replace(young("16_17", CONCERN))
    denied = replace(denied, danger=denied.danger.denied(DangerKind.NEGLECT))
    assert decide(PEER, denied).to is PEER
    cleared = young("16_17", URGENT)
    cleared = replace(cleared, danger=cleared.danger.cleared())
    assert decide(PEER, cleared).to is PEER


@pytest.mark.parametrize("wish", [PEER, PROFESSIONAL])
def test_who_waits_already_is_told_so_and_not_asked_for_twice(wish: Role) -> None:
    decision = decide(wish, moment=there(waiting_for=wish))
    assert (decision.sentence, decision.already_waiting) == ("already_waiting", True)


def test_new_danger_is_asked_for_again_though_somebody_waits_already() -> None:
    decision = decide(PROFESSIONAL, young("16_17", URGENT), there(waiting_for=PROFESSIONAL))
    assert not decision.already_waiting


@pytest.mark.parametrize("to", ["peer", "wait_for_peer", "nobody"])
def test_no_edit_of_the_file_brings_a_peer_into_danger_or_outside_the_ages(to: str) -> None:
    rules = HandoffRules.model_validate(RULES.model_dump() | {"rules": ({"when": {}, "to": to},)})
    for age_band, level in product(AGES, (CONCERN, URGENT)):
        assert decide(PEER, young(age_band, level), rules=rules).to is PROFESSIONAL
    for age_band in ("under_12", "over_24"):
        assert decide(PEER, young(age_band), rules=rules).to is None
    assert decide(PEER, moment=there(professionals=0), rules=rules).sentence != "peer_offered"


def test_where_no_rule_fits_a_professional_decides() -> None:
    rules = HandoffRules.model_validate(
        RULES.model_dump() | {"rules": ({"when": {"asked": "professional"}, "to": "professional"},)}
    )
    assert decide(PEER, rules=rules).to is PROFESSIONAL


def test_every_decision_has_its_sentence() -> None:
    for wish, age_band, levels, pros, peers, waits in product(
        (PEER, PROFESSIONAL),
        AGES,
        ((), (CONCERN,), (URGENT,)),
        (0, 1),
        (0, 1),
        (None, PEER, PROFESSIONAL),
    ):
        decision = decide(wish, young(age_band, *levels), there(pros, peers, waits))
        assert RULES.say_for(decision)
