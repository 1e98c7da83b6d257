"""Which volunteer fits a young person best, and why. Pure: values in, a ranking with reasons out.

Similarity is what makes a peer a peer, so own experience weighs most; who had few talks and who
waited long for one come next (the weights stand in handoff.yml).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import HandoffId, PersonId
from bot.domain.volunteer import Profile, StaffMember

NEAR_YEARS = 3  # so close in age that it is a reason
FAR_YEARS = 10  # from here on the distance in age adds nothing
MUCH_LESS = 0.5  # of the talks of the busiest: so much fewer that it is a reason
LONG_WAIT_MINUTES = 120  # without a new offer; longer adds nothing


class Reason(StrEnum):
    """Why somebody fits; also the name of its weight."""

    OWN_EXPERIENCE = "own_experience"
    LANGUAGE = "language"
    TOPIC = "topic"
    FORM = "form"
    AGE_NEARNESS = "age_nearness"
    SCHOOL_TYPE = "school_type"
    REGION = "region"
    LOAD_FAIRNESS = "load_fairness"
    WAITING = "waiting"


class Stop(StrEnum):
    """Why somebody may not be asked at all."""

    NOT_APPROVED = "not_approved"
    SELF = "self"
    AGE = "age"
    PARTED = "parted"
    FULL = "full"
    GENDER = "gender"
    PROVINCE = "province"


WISHES = frozenset({Stop.GENDER, Stop.PROVINCE})  # what a young person may drop again


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is asked for. `age` (years) is the middle of the band; `youngest` and `oldest` bound the age
    of who may come (`None`: no bound). `parted`: who must not come again."""

    person: PersonId
    form: str | None = None
    topic: str | None = None
    age: float | None = None
    youngest: int = 18
    oldest: int | None = None
    gender: str = ""
    not_province: str = ""
    language: str = ""
    region: str = ""
    school_type: str = ""
    parted: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Load:
    """How busy somebody is: talks now, talks taken in the last day, hours of this duty (0: unknown),
    and when the last offer came."""

    talks_now: int = 0
    talks_today: int = 0
    hours_on_duty: float = 0
    last_offer: datetime | None = None

    @property
    def talks_per_hour(self) -> float:
        """Talks an hour; a duty that just began counts as an hour."""
        return self.talks_today / max(1.0, self.hours_on_duty)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer on duty. `room`: how many talks at once they may have."""

    member: StaffMember
    profile: Profile = field(default_factory=Profile)
    load: Load = field(default_factory=Load)
    room: int = 1
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reason counts (handoff.yml, `matching.weights`)."""

    own_experience: int = 40
    language: int = 15
    topic: int = 15
    form: int = 10
    age_nearness: int = 10
    school_type: int = 5
    region: int = 5
    load_fairness: int = 30
    waiting: int = 10


@dataclass(frozen=True, slots=True)
class Match:
    """A volunteer who may be asked; `reasons` in the order of what they weigh."""

    member: StaffMember
    score: float
    reasons: tuple[Reason, ...] = ()


Ranker = Callable[[Wish, Sequence[Candidate], Weights, datetime], tuple[Match, ...]]


class OfferAnswer(StrEnum):
    """What became of an offer. `ended`: somebody else came, or the wish is over."""

    OPEN = "open"
    CLAIMED = "claimed"
    DECLINED = "declined"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Offer:
    """One wish for a peer that was shown to one member of staff."""

    handoff: HandoffId
    staff: PersonId
    at: datetime
    reasons: tuple[Reason, ...] = ()
    answer: OfferAnswer = OfferAnswer.OPEN


def rank(
    wish: Wish, candidates: Sequence[Candidate], weights: Weights, now: datetime
) -> tuple[Match, ...]:
    """Everybody who may be asked, the best first; of equals who waited longest for an offer."""
    fitting = [one for one in candidates if stopped_by(wish, one) is None]
    busiest = max((one.load.talks_per_hour for one in fitting), default=0.0)
    ordered = sorted(fitting, key=lambda one: (_last_offer(one), one.member.person))
    matches = [_match(wish, one, weights, busiest, now) for one in ordered]
    return tuple(sorted(matches, key=lambda match: -match.score))


def stopped_by(wish: Wish, candidate: Candidate) -> Stop | None:
    """The first rule that keeps this volunteer from this young person; wishes come last."""
    member, profile = candidate.member, candidate.profile
    age = member.age
    too_old = wish.oldest is not None and age is not None and age > wish.oldest
    rules = (
        (not candidate.approved, Stop.NOT_APPROVED),
        (member.person == wish.person, Stop.SELF),
        (age is None or age < wish.youngest or too_old, Stop.AGE),
        (member.person in wish.parted, Stop.PARTED),
        (candidate.load.talks_now >= candidate.room, Stop.FULL),
    )
    return next((stop for holds, stop in rules if holds), None) or conflict(wish, profile)


def conflict(wish: Wish, profile: Profile) -> Stop | None:
    """Does what is known of a volunteer go against a wish? What is not known goes against nothing."""
    if wish.gender and profile.gender and profile.gender != wish.gender:
        return Stop.GENDER
    if wish.not_province and profile.province == wish.not_province:
        return Stop.PROVINCE
    return None


def _last_offer(candidate: Candidate) -> float:
    last = candidate.load.last_offer
    return last.timestamp() if last is not None else 0.0


def _match(
    wish: Wish, candidate: Candidate, weights: Weights, busiest: float, now: datetime
) -> Match:
    values = _features(wish, candidate, busiest, now)
    points = {reason: getattr(weights, reason.value) * value for reason, value in values.items()}
    near = _years_apart(wish, candidate) <= NEAR_YEARS
    shown = {
        Reason.AGE_NEARNESS: near,
        Reason.LOAD_FAIRNESS: values[Reason.LOAD_FAIRNESS] >= MUCH_LESS,
        Reason.WAITING: False,  # decides between equals, but is nothing to say of somebody
        Reason.TOPIC: values[Reason.OWN_EXPERIENCE] == 0,  # said already, and better
    }
    reasons = [reason for reason, value in values.items() if shown.get(reason, True) and value > 0]
    reasons = [reason for reason in reasons if points[reason] > 0]
    return Match(
        candidate.member, sum(points.values()), tuple(sorted(reasons, key=lambda r: -points[r]))
    )


def _features(
    wish: Wish, candidate: Candidate, busiest: float, now: datetime
) -> dict[Reason, float]:
    """Between 0 and 1, and -1 for a form that somebody left out of their profile on purpose."""
    profile, load = candidate.profile, candidate.load
    lived, known = wish.topic in profile.experiences, wish.topic in profile.topics
    form = 0.0 if not (wish.form and profile.forms) else 1.0 if wish.form in profile.forms else -1.0
    less_busy = 1 - load.talks_per_hour / busiest if busiest else 0.0
    idle = (now - load.last_offer).total_seconds() / 60 if load.last_offer else LONG_WAIT_MINUTES
    return {
        Reason.OWN_EXPERIENCE: float(lived),
        Reason.LANGUAGE: float(bool(wish.language) and wish.language in profile.languages),
        Reason.TOPIC: float(known or lived),
        Reason.FORM: form,
        Reason.AGE_NEARNESS: max(0.0, 1 - _years_apart(wish, candidate) / FAR_YEARS),
        Reason.SCHOOL_TYPE: float(
            bool(wish.school_type) and wish.school_type == profile.school_type
        ),
        Reason.REGION: float(bool(wish.region) and wish.region == profile.region),
        Reason.LOAD_FAIRNESS: less_busy,
        Reason.WAITING: min(1.0, max(0.0, idle / LONG_WAIT_MINUTES)),
    }


def _years_apart(wish: Wish, candidate: Candidate) -> float:
    if wish.age is None or candidate.member.age is None:
        return float(FAR_YEARS)
    return abs(candidate.member.age - wish.age)
