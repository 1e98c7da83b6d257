"""The ranking: hard rules first, then what counts, and reasons that are true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import PersonId
from bot.domain.matching import (
    Candidate,
    Load,
    Reason,
    Stop,
    Weights,
    Wish,
    rank,
    stopped_by,
)
from bot.domain.volunteer import Profile, Role, StaffMember

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
WISH = Wish(PersonId("young"), "mentor", "bullying", 16.5, 18, 23)


def someone(
    name: str = "a", age: int | None = 19, profile: Profile | None = None, load: Load | None = None
) -> Candidate:
    member = StaffMember(PersonId(name), Role.VOLUNTEER, name, True, age)
    return Candidate(member, profile or Profile(), load or Load())


def order(*candidates: Candidate, wish: Wish = WISH) -> list[str]:
    return [match.member.person for match in rank(wish, candidates, Weights(), NOW)]


@pytest.mark.parametrize(
    ("candidate", "stop"),
    [
        (replace(someone(), approved=False), Stop.NOT_APPROVED),
        (someone("young"), Stop.SELF),
        (someone(age=17), Stop.AGE),
        (someone(age=24), Stop.AGE),
        (someone(age=None), Stop.AGE),
        (someone("gone"), Stop.PARTED),
        (someone(load=Load(talks_now=1)), Stop.FULL),
        (someone(profile=Profile(gender="boy")), Stop.GENDER),
        (someone(profile=Profile(province="gelderland")), Stop.PROVINCE),
        (someone(profile=Profile(gender="girl", province="utrecht")), None),
        (someone(), None),
    ],
)
def test_who_may_not_is_never_asked(candidate: Candidate, stop: Stop | None) -> None:
    wish = replace(
        WISH,
        parted=frozenset({PersonId("gone")}),
        gender="girl",
        not_province="gelderland",
    )
    assert stopped_by(wish, candidate) is stop
    assert bool(order(candidate, wish=wish)) is (stop is None)


def test_who_lived_through_it_comes_before_who_knows_of_it() -> None:
    lived = someone("lived", profile=Profile(experiences=frozenset({"bullying"})))
    knows = someone("knows", profile=Profile(topics=frozenset({"bullying"})))
    assert order(someone("z"), knows, lived) == ["lived", "knows", "z"]


def test_who_had_few_talks_comes_before_who_had_many() -> None:
    busy = someone("a", load=Load(talks_today=4, hours_on_duty=4))
    rested = someone("b", load=Load(talks_today=1, hours_on_duty=4))
    assert order(busy, rested) == ["b", "a"]
    (first, _) = rank(WISH, [busy, rested], Weights(), NOW)
    assert Reason.LOAD_FAIRNESS in first.reasons


def test_of_equals_who_waited_longest_for_an_offer_comes_first() -> None:
    late = someone("a", load=Load(last_offer=NOW - timedelta(minutes=1)))
    early = someone("b", load=Load(last_offer=NOW - timedelta(hours=9)))
    earlier = someone("c", load=Load(last_offer=NOW - timedelta(hours=10)))
    assert order(late, early, earlier) == ["c", "b", "a"]


def test_a_form_that_was_left_out_on_purpose_comes_last_and_is_still_there() -> None:
    other = someone("a", profile=Profile(forms=frozenset({"tutor"})))
    assert order(other, someone("b")) == ["b", "a"]


def test_an_empty_profile_claims_nothing() -> None:
    (match,) = rank(WISH, [someone(age=23)], Weights(), NOW)
    assert match.reasons == ()


def test_a_weight_of_nothing_gives_no_reason() -> None:
    lived = someone(profile=Profile(experiences=frozenset({"bullying"})))
    (match,) = rank(WISH, [lived], replace(Weights(), own_experience=0, topic=0), NOW)
    assert Reason.OWN_EXPERIENCE not in match.reasons


topics = st.frozensets(st.sampled_from(["bullying", "debt"]))
profiles = st.builds(
    Profile,
    experiences=topics,
    topics=topics,
    forms=st.frozensets(st.sampled_from(["mentor", "tutor"])),
    gender=st.sampled_from(["", "girl", "boy"]),
)
loads = st.builds(Load, st.integers(0, 1), st.integers(0, 9), st.floats(0, 9))
people = st.lists(
    st.builds(someone, st.text("abcdef", min_size=1), st.integers(16, 30), profiles, loads),
    max_size=8,
    unique_by=lambda one: one.member.person,
)


@given(people, st.sampled_from(["", "girl", "boy"]))
def test_the_ranking_holds_exactly_who_may_be_asked_whatever_their_order(
    found: list[Candidate], gender: str
) -> None:
    wish = replace(WISH, gender=gender)
    ranked = rank(wish, found, Weights(), NOW)
    fitting = {one.member.person for one in found if stopped_by(wish, one) is None}
    assert {match.member.person for match in ranked} == fitting
    assert ranked == rank(wish, found[::-1], Weights(), NOW)
    assert [m.score for m in ranked] == sorted((m.score for m in ranked), reverse=True)
    for match in ranked:
        profile = next(one.profile for one in found if one.member == match.member)
        told = Reason.OWN_EXPERIENCE in match.reasons
        assert told is ("bullying" in profile.experiences)
