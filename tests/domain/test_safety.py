"""DESIGN.md, "Rules of care": one test for each rule that `bot.domain.safety` keeps."""

import pytest

from bot.domain.safety import (
    DangerHistory,
    DangerKind,
    DangerRecord,
    DangerSign,
    DangerStanding,
    Risk,
    RiskLevel,
)

SUICIDE, HOME, EATING = (
    DangerKind.SUICIDE,
    DangerKind.VIOLENCE_AT_HOME,
    DangerKind.EATING_DISORDER,
)
NONE, CONCERN, URGENT = RiskLevel.NONE, RiskLevel.CONCERN, RiskLevel.URGENT


def risk(*signs: tuple[DangerKind, RiskLevel] | tuple[DangerKind, RiskLevel, bool]) -> Risk:
    return Risk(tuple(DangerSign(*sign) for sign in signs))


def after(*risks: Risk) -> DangerHistory:
    history = DangerHistory()
    for one in risks:
        history = history.seen(one)
    return history


def test_levels_are_ordered_by_seriousness_and_not_by_alphabet() -> None:
    assert NONE.rank < CONCERN.rank < URGENT.rank
    assert URGENT.at_least(CONCERN)
    assert CONCERN.at_least(CONCERN)
    assert not NONE.at_least(CONCERN)


def test_the_kinds_are_those_of_the_design() -> None:
    assert set(DangerKind) == {
        *("suicide", "self_harm", "violence_at_home", "neglect", "sexual_abuse", "grooming"),
        *("sextortion", "partner_violence", "running_away", "medical_emergency", "substance_use"),
        *("eating_disorder", "threat_to_others", "exploitation", "honour_pressure", "other"),
    }


def test_no_sign_is_no_risk() -> None:
    assert (Risk().level, Risk().kinds, Risk().life_now) == (NONE, (), False)
    assert risk((SUICIDE, NONE)) == Risk()


def test_a_risk_is_as_high_as_its_highest_sign_and_its_kinds_have_one_order() -> None:
    seen = risk((EATING, CONCERN), (SUICIDE, URGENT))
    assert seen.level is URGENT
    assert seen.kinds == (SUICIDE, EATING)
    assert seen == risk((SUICIDE, URGENT), (EATING, CONCERN))


def test_union_keeps_the_highest_level_of_each_kind_and_life_now_of_either() -> None:
    tripwire = risk((SUICIDE, CONCERN), (HOME, URGENT))
    model = risk((SUICIDE, URGENT, True), (HOME, CONCERN), (EATING, CONCERN))
    both = risk((SUICIDE, URGENT, True), (HOME, URGENT), (EATING, CONCERN))
    assert tripwire.union(model) == model.union(tripwire) == both
    assert both.life_now


def test_danger_to_life_now_is_always_urgent() -> None:
    assert risk((SUICIDE, CONCERN, True)).level is URGENT
    assert risk((SUICIDE, NONE, True)).level is URGENT


def test_the_first_sign_is_new_and_the_same_sign_again_is_not() -> None:
    sign = risk((SUICIDE, CONCERN))
    assert DangerHistory().what_is_new(sign) == sign
    assert after(sign).what_is_new(sign) == Risk()


def test_a_new_kind_is_new_and_the_known_kind_beside_it_is_not() -> None:
    history = after(risk((SUICIDE, URGENT)))
    assert history.what_is_new(risk((SUICIDE, URGENT), (HOME, CONCERN))) == risk((HOME, CONCERN))


def test_a_higher_level_is_new_and_a_lower_one_is_not() -> None:
    assert after(risk((HOME, CONCERN))).what_is_new(risk((HOME, URGENT))) == risk((HOME, URGENT))
    assert after(risk((HOME, URGENT))).what_is_new(risk((HOME, CONCERN))) == Risk()


def test_life_in_danger_now_is_new_even_when_the_kind_was_urgent_already() -> None:
    taken = risk((SUICIDE, URGENT, True))
    history = after(risk((SUICIDE, URGENT)))
    assert history.what_is_new(taken) == taken
    assert history.seen(taken).what_is_new(taken) == Risk()


def test_a_message_never_lowers_an_open_record() -> None:
    history = after(risk((SUICIDE, URGENT, True)), risk((SUICIDE, CONCERN)), Risk())
    assert history.records == (DangerRecord(SUICIDE, URGENT, life_now=True),)


def test_records_keep_one_order_whatever_came_first() -> None:
    one = after(risk((EATING, CONCERN)), risk((SUICIDE, CONCERN)))
    assert one == after(risk((SUICIDE, CONCERN)), risk((EATING, CONCERN)))


@pytest.mark.parametrize("kind", [SUICIDE, HOME])
def test_yes_or_doubt_makes_it_urgent_and_open(kind: DangerKind) -> None:
    for history in (
        DangerHistory(),
        after(risk((kind, CONCERN))),
        after(risk((kind, CONCERN))).denied(kind),
        after(risk((kind, CONCERN))).cleared(),
    ):
        assert history.raised(kind).records == (DangerRecord(kind, URGENT),)


def test_a_clear_no_lays_a_concern_to_rest_and_allows_a_peer() -> None:
    history = after(risk((SUICIDE, CONCERN))).denied(SUICIDE)
    assert history.records == (DangerRecord(SUICIDE, CONCERN, DangerStanding.DENIED),)
    assert history.peer_allowed
    assert history.level is NONE


def test_a_clear_no_does_not_lower_what_is_urgent() -> None:
    history = after(risk((SUICIDE, URGENT)))
    assert history.denied(SUICIDE) == history
    assert not history.denied(SUICIDE).peer_allowed


def test_a_clear_no_speaks_of_one_kind_only() -> None:
    history = after(risk((SUICIDE, CONCERN), (HOME, CONCERN))).denied(SUICIDE)
    assert history.level is CONCERN
    assert not history.peer_allowed


def test_a_no_about_something_never_seen_or_cleared_changes_nothing() -> None:
    assert DangerHistory().denied(SUICIDE) == DangerHistory()
    cleared = after(risk((SUICIDE, CONCERN))).cleared()
    assert cleared.denied(SUICIDE) == cleared


def test_a_professional_clears_all_also_what_is_urgent() -> None:
    history = after(risk((SUICIDE, URGENT, True), (HOME, CONCERN))).denied(HOME).cleared()
    assert {record.standing for record in history.records} == {DangerStanding.CLEARED}
    assert history.peer_allowed
    assert history.level is NONE


def test_no_peer_while_anything_is_open() -> None:
    assert DangerHistory().peer_allowed
    assert not after(risk((EATING, CONCERN))).peer_allowed


@pytest.mark.parametrize("level", [CONCERN, URGENT])
def test_what_was_denied_or_cleared_is_new_when_it_shows_again(level: RiskLevel) -> None:
    again = risk((SUICIDE, level))
    for history in (
        after(risk((SUICIDE, CONCERN))).denied(SUICIDE),
        after(risk((SUICIDE, URGENT))).cleared(),
    ):
        assert history.what_is_new(again) == again
        assert history.seen(again).records == (DangerRecord(SUICIDE, level),)
