"""Danger: what a message shows, and what a conversation remembers of it.

For every room that must judge whether a young person is in danger. The rules are those of
DESIGN.md, "Rules of care"; a docstring that follows one says which.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum


class RiskLevel(StrEnum):
    """How serious: `urgent` brings services and a card at once, `concern` one plain question."""

    NONE = "none"
    CONCERN = "concern"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """0 for none to 2 for urgent. As strings the levels sort alphabetically: never use `<`."""
        return list(RiskLevel).index(self)

    def at_least(self, other: "RiskLevel") -> bool:
        """Whether this level is as serious as `other`, or more."""
        return self.rank >= other.rank


# The model sees danger in much that is none, on purpose: one alarm too many costs less than one too few. Not
# so for who was just asked and said no: every "nee, ik wil niet dood" brought the question again.
NEARLY_SURE = 0.8  # what the model must be to outweigh a clear no in the same message
CERTAIN = 0.95  # from here on what the model calls urgent stays open whatever is said
SURE_AFTER_NO = 0.8  # and to ask about a concern again in a talk in which somebody clearly said no
KIND_DOUBTED = (
    0.6  # of what it is less sure it is asked about in general, and not as the kind it thinks of
)
DOUBTED = 0.8  # of what it is less sure it is asked first, and said that it may be nothing
WORDS_IN_DOUBT = (
    0.7  # how sure anybody can be of words that may be quite ordinary ("moe van alles")
)


class DangerKind(StrEnum):
    """What the danger is. This order is the stable order in which kinds are shown and stored."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    VIOLENCE_AT_HOME = "violence_at_home"
    NEGLECT = "neglect"
    SEXUAL_ABUSE = "sexual_abuse"
    GROOMING = "grooming"
    SEXTORTION = "sextortion"
    PARTNER_VIOLENCE = "partner_violence"
    RUNNING_AWAY = "running_away"
    MEDICAL_EMERGENCY = "medical_emergency"
    SUBSTANCE_USE = "substance_use"
    EATING_DISORDER = "eating_disorder"
    THREAT_TO_OTHERS = "threat_to_others"
    EXPLOITATION = "exploitation"
    HONOUR_PRESSURE = "honour_pressure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DangerSign:
    """One danger seen in one message.

    `life_now` is danger to life at this moment (means at hand, something taken, unconscious,
    armed): 112 comes first. Such a sign is urgent whatever level it was given: the word that
    calls for 112 must not be lost over a contradiction between two fields.
    """

    kind: DangerKind
    level: RiskLevel
    life_now: bool = False
    sure: float = field(default=1.0, compare=False)
    """How sure (0-1) whoever saw it is that there is danger: 1 for the tripwire and for a human's word.
    It says nothing of how serious the danger is: two signs are equal without it."""
    asked_first: bool = field(default=False, compare=False)
    """Did its reader call it urgent, not sure enough to say so at once? A no to something else is no answer
    to it."""
    in_doubt: bool = field(default=False, compare=False)
    """Are these words of the tripwire that may be quite ordinary? Then it is asked about as a doubt, and a no
    is believed."""

    def __post_init__(self) -> None:
        if self.life_now:
            object.__setattr__(self, "level", RiskLevel.URGENT)

    @property
    def outweighs_a_no(self) -> bool:
        """Does it count although the same message is a clear no? What the tripwire saw always does, and
        an urgent danger of which the model is nearly sure."""
        if self.in_doubt:
            return False
        return self.sure == 1.0 or (self.level is RiskLevel.URGENT and self.sure >= NEARLY_SURE)


@dataclass(frozen=True, slots=True)
class Risk:
    """All danger in one message: one sign a kind, in the order of `DangerKind`.

    `words`: the part of the message that caused it, for the professional who reads the card; empty
    when not known. It is no part of what the danger is: two risks are equal without it.
    """

    signs: tuple[DangerSign, ...] = ()
    words: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "signs", tuple(_strongest_of_each_kind(self.signs)))

    @property
    def level(self) -> RiskLevel:
        """The highest level among the signs."""
        return _highest(sign.level for sign in self.signs)

    @property
    def kinds(self) -> tuple[DangerKind, ...]:
        """The kinds seen, in the order of `DangerKind`."""
        return tuple(sign.kind for sign in self.signs)

    @property
    def life_now(self) -> bool:
        """Whether life is in danger at this moment: "112 first, then the fitting line"."""
        return any(sign.life_now for sign in self.signs)

    @property
    def is_in_doubt(self) -> bool:
        """Is all that was seen words that may be quite ordinary?"""
        return all(sign.in_doubt for sign in self.signs)

    def beside_a_no(self) -> "Risk":
        """What is left of it when the same message clearly answers no to a question about danger."""
        return Risk(tuple(sign for sign in self.signs if sign.outweighs_a_no), self.words)

    def at_least_as_sure(self, sure: float, but: Iterable[DangerKind] = ()) -> "Risk":
        """The signs of which their reader is at least so sure (0-1); of the kinds in `but` all of them."""
        kept = tuple(s for s in self.signs if s.sure >= sure or s.kind in but)
        return Risk(kept, self.words)

    def sure_concerns(self, sure: float) -> "Risk":
        """What is urgent, and the concerns of which their reader is at least so sure (0-1)."""
        kept = tuple(s for s in self.signs if s.level is RiskLevel.URGENT or s.sure >= sure)
        return Risk(kept, self.words)

    def at_most_concern(self, kind: DangerKind, unless_sure: float) -> "Risk":
        """The same, but for this kind a question is asked first where its reader is less sure (0-1)."""
        signs = tuple(
            replace(s, level=RiskLevel.CONCERN, life_now=False)
            if s.kind is kind and s.sure < unless_sure
            else s
            for s in self.signs
        )
        return Risk(signs, self.words)

    def asked_first_below(self, sure: float, but: Iterable[DangerKind] = ()) -> "Risk":
        """The same, but an urgent danger of which its reader is less sure (0-1) is asked about first, as a
        concern of which it is so sure, or, where its kind is doubted too, as sure as it was; not of the kinds
        in `but`."""
        signs = tuple(
            s
            if s.level is not RiskLevel.URGENT or s.sure >= sure or s.kind in but
            else DangerSign(
                s.kind,
                RiskLevel.CONCERN,
                sure=sure if s.sure >= KIND_DOUBTED else s.sure,
                asked_first=True,
            )
            for s in self.signs
        )
        return Risk(signs, self.words)

    def doubted_below(self, sure: float, kind: DangerKind) -> "Risk":
        """The same, but this kind is asked about as a doubt where its reader is less sure of it (0-1)."""
        signs = tuple(
            replace(
                s,
                level=RiskLevel.CONCERN,
                life_now=False,
                sure=min(s.sure, WORDS_IN_DOUBT),
                asked_first=s.asked_first or s.level is RiskLevel.URGENT,
            )
            if s.kind is kind and s.sure < sure and not s.life_now
            else s
            for s in self.signs
        )
        return Risk(signs, self.words)

    def of_any_kind_below(self, sure: float, but: Iterable[DangerKind] = ()) -> "Risk":
        """The same, but a concern of which its reader is less sure (0-1) is one of no kind: who doubts that
        there is danger at all knows still less which; not of the kinds in `but`."""
        signs = tuple(
            replace(s, kind=DangerKind.OTHER)
            if s.level is RiskLevel.CONCERN and s.sure < sure and s.kind not in but
            else s
            for s in self.signs
        )
        return Risk(signs, self.words)

    def life_now_only_if(self, sure: float) -> "Risk":
        """The same, but only who is so sure (0-1) says that a life is in danger at this moment."""
        signs = tuple(replace(s, life_now=s.life_now and s.sure >= sure) for s in self.signs)
        return Risk(signs, self.words)

    def is_faint(self, sure: float) -> bool:
        """Is all that is seen a concern of which nobody is so sure (0-1)?"""
        return all(s.level is RiskLevel.CONCERN and s.sure < sure for s in self.signs)

    def union(self, other: "Risk") -> "Risk":
        """Tripwire and model together: per kind the highest level, `life_now` if either says so."""
        return Risk(self.signs + other.signs, self.words or other.words)


class DangerStanding(StrEnum):
    """Where a danger stands that was seen earlier in this conversation."""

    OPEN = "open"
    DENIED = "denied"
    """The young person clearly said no; only a concern can be denied."""
    HEARD = "heard"
    """A professional talked about it and did not clear it: still open, but when it shows again it
    asks for services and a card again."""
    CLEARED = "cleared"
    """A professional's word."""


@dataclass(frozen=True, slots=True)
class DangerRecord:
    """What a conversation remembers of one kind of danger: never the words, only the judgement."""

    kind: DangerKind
    level: RiskLevel
    standing: DangerStanding = DangerStanding.OPEN
    life_now: bool = False
    sure: float = 1.0
    """How sure (0-1) the surest was who saw it; 1 for the tripwire and for a human's word."""

    @property
    def can_be_denied(self) -> bool:
        """May the young person's own clear no lay it to rest? A concern always; an urgent danger only when
        nobody but the model saw it and was not nearly certain."""
        return self.level is RiskLevel.CONCERN or self.sure < CERTAIN


@dataclass(frozen=True, slots=True)
class DangerHistory:
    """The dangers of one conversation, one record a kind, in the order of `DangerKind`.

    "Only a human's word lowers a level, never the model": nothing that a message shows lowers
    an open record; `denied` and `cleared` are the two human words.
    """

    records: tuple[DangerRecord, ...] = ()

    @property
    def level(self) -> RiskLevel:
        """The highest level that is still open."""
        return _highest(record.level for record in self.records if _is_open(record))

    @property
    def peer_allowed(self) -> bool:
        """ "No peer is offered until a professional has cleared it or the young person has clearly
        said no": true when nothing is open."""
        return not any(_is_open(record) for record in self.records)

    @property
    def open_kinds(self) -> tuple[DangerKind, ...]:
        """The kinds that are still open, in the order of `DangerKind`."""
        return tuple(record.kind for record in self.records if _is_open(record))

    @property
    def is_doubted(self) -> bool:
        """Is all that stands open a concern that the model alone saw, and was not nearly sure of? It is asked
        about all the same, but beside what was told and not in its place."""
        standing = [record for record in self.records if _is_open(record)]
        faint = (r.level is RiskLevel.CONCERN and r.sure < DOUBTED for r in standing)
        return bool(standing) and all(faint)

    def what_is_new(self, risk: Risk) -> Risk:
        """The signs that ask for services and a card.

        "Services and card come at the first sign, at a new kind and at a higher level." A kind
        that was denied or cleared is new when it shows again. Life in danger now counts as
        higher: who was urgent yesterday and has taken something today must hear of 112. A concern of
        which the model is not sure is no sign once the young person has clearly said no to another.
        """
        signs = tuple(sign for sign in risk.signs if self._counts(sign) and self._is_new(sign))
        return Risk(signs, risk.words)

    def seen(self, risk: Risk) -> "DangerHistory":
        """The history after this message. An open record rises and never falls."""
        history = self
        for sign in filter(self._counts, risk.signs):
            history = history._with(_merged(history._record(sign.kind), sign))
        return history

    def raised(self, kind: DangerKind) -> "DangerHistory":
        """The answer to the plain question was yes or doubt, which "makes it urgent"."""
        known = self._record(kind) or DangerRecord(kind, RiskLevel.URGENT)
        raised = replace(known, level=RiskLevel.URGENT, standing=DangerStanding.OPEN, sure=1.0)
        return self._with(raised)

    def denied(self, kind: DangerKind) -> "DangerHistory":
        """The young person clearly said no. A concern is laid to rest, and an urgent danger that the
        model alone saw; any other stays open, since only a professional clears that."""
        known = self._record(kind)
        if known is None or not _is_open(known) or not known.can_be_denied:
            return self
        return self._with(replace(known, standing=DangerStanding.DENIED))

    def heard(self) -> "DangerHistory":
        """A talk about it with a professional has ended without the danger being cleared."""
        return DangerHistory(
            tuple(
                replace(r, standing=DangerStanding.HEARD) if _is_open(r) else r
                for r in self.records
            )
        )

    def cleared(self) -> "DangerHistory":
        """A professional has looked at this young person and cleared everything."""
        return DangerHistory(
            tuple(replace(r, standing=DangerStanding.CLEARED, life_now=False) for r in self.records)
        )

    def _counts(self, sign: DangerSign) -> bool:
        firm = (sign.sure >= SURE_AFTER_NO and not sign.in_doubt) or sign.asked_first
        if sign.level is not RiskLevel.CONCERN or firm:
            return True
        return all(record.standing is not DangerStanding.DENIED for record in self.records)

    def _is_new(self, sign: DangerSign) -> bool:
        known = self._record(sign.kind)
        if known is None or known.standing is not DangerStanding.OPEN:
            return True
        return sign.level.rank > known.level.rank or (sign.life_now and not known.life_now)

    def _record(self, kind: DangerKind) -> DangerRecord | None:
        return next((record for record in self.records if record.kind is kind), None)

    def _with(self, record: DangerRecord) -> "DangerHistory":
        by_kind = {known.kind: known for known in self.records} | {record.kind: record}
        return DangerHistory(tuple(by_kind[kind] for kind in DangerKind if kind in by_kind))


def _is_open(record: DangerRecord) -> bool:
    return record.standing in (DangerStanding.OPEN, DangerStanding.HEARD)


def _highest(levels: Iterator[RiskLevel]) -> RiskLevel:
    return max(levels, key=lambda level: level.rank, default=RiskLevel.NONE)


def _strongest_of_each_kind(signs: tuple[DangerSign, ...]) -> Iterator[DangerSign]:
    for kind in DangerKind:
        same = [s for s in signs if s.kind is kind and s.level is not RiskLevel.NONE]
        if same:
            life_now = any(s.life_now for s in same)
            asked_first = any(s.asked_first for s in same)
            level = _highest(s.level for s in same)
            certain = [s for s in same if not s.in_doubt] if level is RiskLevel.URGENT else same
            sure = max(
                s.sure for s in certain
            )  # ordinary words do not make an urgent danger certain
            firm = any(s.sure >= DOUBTED and not s.in_doubt for s in same)
            in_doubt = any(s.in_doubt for s in same) and not firm and level is RiskLevel.CONCERN
            yield DangerSign(kind, level, life_now, sure, asked_first, in_doubt)


def _merged(known: DangerRecord | None, sign: DangerSign) -> DangerRecord:
    """A danger that was denied or cleared starts anew at the level that shows now."""
    sure = min(sign.sure, WORDS_IN_DOUBT) if sign.in_doubt else sign.sure
    if known is None or not _is_open(known):
        return DangerRecord(sign.kind, sign.level, life_now=sign.life_now, sure=sure)
    level = _highest(iter((known.level, sign.level)))
    return replace(
        known,
        level=level,
        life_now=known.life_now or sign.life_now,
        sure=max(known.sure, sure),
        standing=DangerStanding.OPEN,
    )
