"""Which service a young person is told of: rules of care for every kind, region and age."""

from __future__ import annotations

from itertools import product

import pytest

from bot.domain.safety import DangerKind
from bot.engine.referral import AGES, CRISIS_LINES, EMERGENCY, Referrals, ReferralService, told_line
from tests.engine.talking import flows_of_today

REFERRALS = flows_of_today().referrals
REGIONS = ("nl", "be")
EVERYBODY = list(product(DangerKind, REGIONS, AGES))


def ids(services: list[ReferralService]) -> list[str]:
    return [service.id for service in services]


def told(
    *kinds: DangerKind, region: str, age_band: str = "16_17", life_now: bool = False
) -> list[str]:
    return ids(REFERRALS.for_danger(kinds, life_now=life_now, region=region, age_band=age_band))


def service(name: str, **changes: object) -> ReferralService:
    facts = {"id": name, "name": name, "regions": ("nl",), "ages": (0, 120), "contact": "bel"}
    return ReferralService.model_validate(facts | changes)


@pytest.mark.parametrize(("kind", "region", "age_band"), EVERYBODY)
def test_everybody_in_danger_is_told_of_a_service_that_is_there_for_them(
    kind: DangerKind, region: str, age_band: str
) -> None:
    found = REFERRALS.for_danger((kind,), life_now=False, region=region, age_band=age_band)
    assert 1 <= len(found) <= 2
    assert all(one.fits(region, AGES[age_band]) for one in found)
    assert any(kind in one.kinds for one in found)
    assert ids(found)[1:] == [] or found[0].id == EMERGENCY


@pytest.mark.parametrize(("kind", "region", "age_band"), EVERYBODY)
def test_danger_to_life_now_is_112_first_and_then_the_fitting_line(
    kind: DangerKind, region: str, age_band: str
) -> None:
    first, *rest = told(kind, region=region, age_band=age_band, life_now=True)
    assert first == EMERGENCY
    assert EMERGENCY not in rest
    calm = told(kind, region=region, age_band=age_band)
    assert rest == [one for one in calm if one != EMERGENCY]


CRISIS = (DangerKind.SUICIDE, DangerKind.SELF_HARM)
ALL_LINES = [EMERGENCY, CRISIS_LINES["nl"], CRISIS_LINES["be"]]


@pytest.mark.parametrize(("kind", "age_band"), list(product(DangerKind, AGES)))
def test_with_an_unknown_region_danger_to_life_is_112_and_the_lines_of_both_countries(
    kind: DangerKind, age_band: str
) -> None:
    assert told(kind, region="unknown", age_band=age_band, life_now=True) == ALL_LINES


@pytest.mark.parametrize(("kind", "age_band"), list(product(CRISIS, AGES)))
def test_so_are_suicide_and_self_harm_also_beside_something_else(
    kind: DangerKind, age_band: str
) -> None:
    assert told(kind, region="unknown", age_band=age_band) == ALL_LINES
    both = (kind, DangerKind.EATING_DISORDER)
    assert told(*both, region="unknown", age_band=age_band) == ALL_LINES


@pytest.mark.parametrize(
    ("kind", "age_band"), [(k, a) for k, a in product(DangerKind, AGES) if k not in CRISIS]
)
def test_any_other_kind_brings_the_fitting_service_of_each_country(
    kind: DangerKind, age_band: str
) -> None:
    both = [one for r in REGIONS for one in told(kind, region=r, age_band=age_band)]
    assert told(kind, region="unknown", age_band=age_band) == list(dict.fromkeys(both))


def test_somebody_who_struggles_with_eating_is_not_sent_to_the_suicide_lines_first() -> None:
    found = told(DangerKind.EATING_DISORDER, region="unknown")
    assert found
    assert not set(found) & set(ALL_LINES)


def test_of_an_unknown_region_each_line_says_for_which_country_it_is() -> None:
    one = service("Lijn", regions=("be",))
    assert told_line(one, "unknown") == "In Vlaanderen of Brussel: Lijn: bel"
    assert told_line(one, "be") == "Lijn: bel"
    assert told_line(service("Lijn", regions=("nl", "be")), "unknown") == "Lijn: bel"


@pytest.mark.parametrize("region", REGIONS)
def test_who_thinks_of_suicide_is_told_of_the_line_of_the_country(region: str) -> None:
    for kind in (DangerKind.SUICIDE, DangerKind.SELF_HARM):
        for age_band in AGES:
            assert told(kind, region=region, age_band=age_band) == [CRISIS_LINES[region]]


@pytest.mark.parametrize("region", REGIONS)
def test_a_medical_emergency_and_a_threat_are_112_also_when_nobody_said_now(region: str) -> None:
    for kind in (DangerKind.MEDICAL_EMERGENCY, DangerKind.THREAT_TO_OTHERS):
        assert told(kind, region=region)[0] == EMERGENCY


def test_an_unknown_age_is_treated_as_under_sixteen() -> None:
    for kind, region in product(DangerKind, REGIONS):
        assert told(kind, region=region, age_band="unknown") == told(
            kind, region=region, age_band="12_15"
        )


def test_two_kinds_bring_two_services_and_more_kinds_no_more_than_that() -> None:
    both = told(DangerKind.SUICIDE, DangerKind.VIOLENCE_AT_HOME, region="nl")
    assert both == ["zelfmoordlijn_113", "veilig_thuis"]
    assert len(told(*DangerKind, region="nl")) <= 3
    assert told(DangerKind.SUICIDE, DangerKind.SELF_HARM, region="be") == ["zelfmoordlijn_1813"]


def test_a_kind_that_nobody_serves_brings_the_crisis_line() -> None:
    only_lines = Referrals(
        tuple(s for s in REFERRALS.services if s.id in (EMERGENCY, *CRISIS_LINES.values()))
    )
    found = only_lines.for_danger(
        (DangerKind.GROOMING,), life_now=False, region="nl", age_band="16_17"
    )
    assert ids(found) == [CRISIS_LINES["nl"]]


def test_the_order_in_the_file_is_the_order_of_preference() -> None:
    first, second = service("a", topics=("debt",)), service("b", topics=("debt",))
    assert Referrals((first, second)).best("nl", 20, topic="debt") is first
    assert Referrals((second, first)).best("nl", 20, topic="debt") is second


def test_ages_count_from_and_to_and_a_region_is_a_region() -> None:
    one = service("a", ages=(12, 17))
    assert [age for age in range(30) if one.fits("nl", age)] == [*range(12, 18)]
    assert not one.fits("be", 14)


@pytest.mark.parametrize("region", ["nl", "be"])
@pytest.mark.parametrize("age_band", AGES)
@pytest.mark.parametrize("topic", [None, "none", "bullying", "debt", "study_choice"])
def test_a_flow_that_refers_names_one_service_and_with_an_unknown_region_one_a_country(
    topic: str | None, region: str, age_band: str
) -> None:
    assert len(REFERRALS.for_refer(topic, None, region, age_band)) == 1
    both = REFERRALS.for_refer(topic, None, "unknown", age_band)
    assert [set(s.regions) & {country} for s, country in zip(both, REGIONS, strict=True)] == [
        {"nl"},
        {"be"},
    ]


def test_a_service_named_by_its_id_is_that_one_and_one_that_is_gone_is_none() -> None:
    assert ids(REFERRALS.for_refer(None, "awel", "nl", "16_17")) == ["awel"]
    assert REFERRALS.for_refer(None, "weg", "nl", "16_17") == []


def test_a_service_reads_as_one_line() -> None:
    assert service("Lijn").line == "Lijn: bel"
    assert service("Lijn", hours="altijd", note="gratis").line == "Lijn: bel (altijd, gratis)"
