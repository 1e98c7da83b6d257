"""`danger.yml`: the words of a danger turn, and the steps that tell the services and what happens now.

When something is said is fixed here and in `danger_flows.py`; only the wording can be edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation
from bot.domain.handoff import Urgency
from bot.domain.safety import DangerKind, Risk, RiskLevel
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.engine.calling import CANNOT_CALL
from bot.engine.danger_names import PREFIX, flow_for
from bot.engine.referral import (
    AGES,
    CRISIS_LINES,
    EMERGENCY,
    REGIONS,
    crisis_lines_first,
    told_line,
)
from bot.engine.run import Run
from bot.engine.signing import Signed
from bot.engine.somebody_else import about_somebody_else, speaks_of_self
from bot.engine.step import LinkFlow, Model, Move, Step, Variants, Words
from bot.engine.steps.ask import Ask

if TYPE_CHECKING:
    from bot.engine.flowbook import Flowbook

TALK_TO_PROFESSIONAL = "Ik wil met een beroepskracht praten"
TOLD_SERVICES = "told_services"  # remembered: the ids of the services that were named in danger
NEXT_DAY_PLANNED = "next_day_asked"  # remembered: that Maatje asks tomorrow
ABOUT_OTHER = "danger_of_other"  # remembered: it is somebody else who is in danger
SHARED = (
    "life_now",
    "professional_told",
    "nobody_on_duty",
    "stay",
    "heard",
    "heard_other",
    "region",
    "raised",
    "raised_doubt",
    "go_on",
    "done",
    "denied",
    "ask_again",
    "concern_doubted",
    "concern_doubted_help",
    "concern_rests",
    "late",
    "volunteer_notice",
    "offer_professional",
    "after_talk",
    "still_open",
    "services_again",
    "service_fits",
    "unsafe",
    "unsafe_doubt",
    "safe_other",
    "safe",
    "safe_for_now",
    "barrier",
    "barrier_heard",
    "misread",
    "tell_adult",
    "chat_instead",
    "barrier_parents",
    "barrier_police",
    "barrier_small",
    "barrier_useless",
    "barrier_shame",
    "barrier_cost",
    "barrier_other",
    "one_step",
    "opening",
    "opening_other",
    "after_opening",
    "going",
    "reached",
    "no_answer",
    "not_now",
    "until_there",
    "tomorrow",
    "tomorrow_home",
    "tomorrow_when",
    "tomorrow_planned",
    "tomorrow_not",
    "next_day_hello",
    "next_day_how",
    "next_day_better",
    "next_day_same",
    "next_day_worse",
    "next_day_not_now",
    "away",
    "away_hint",
)


class UrgentText(Model):
    """Said at an urgent sign, before the services. `ask`: the one question after them, to which a no
    means that it is not safe now."""

    say: Words
    ask: Words
    signed: Signed

    @property
    def words(self) -> str:
        return f"{self.say}\n{self.ask}"


class ConcernText(Model):
    """Said at a sign of concern, with one plain question."""

    say: Words
    ask: Words
    signed: Signed

    @property
    def words(self) -> str:
        return f"{self.say}\n{self.ask}"


class SharedText(Model):
    """A text that all kinds share; a list of variants where it may be said more than once."""

    say: Variants
    signed: Signed

    @property
    def words(self) -> str:
        return "\n".join(self.say)


class KindTexts(Model):
    """The texts of one kind. `other`: the first words to who writes about somebody else. `opening`: a
    first sentence to say to a service."""

    urgent: UrgentText
    concern: ConcernText
    other: SharedText
    opening: SharedText


class DangerTexts(Model):
    """The file as a whole."""

    kinds: Mapping[str, KindTexts]
    shared: Mapping[str, SharedText]

    def everything(self) -> Iterator[tuple[str, str, Signed]]:
        """Name, words and signature of every text, for `maatje release check`."""
        for kind, texts in self.kinds.items():
            yield f"{kind}.urgent", texts.urgent.words, texts.urgent.signed
            yield f"{kind}.concern", texts.concern.words, texts.concern.signed
            yield f"{kind}.other", texts.other.words, texts.other.signed
            yield f"{kind}.opening", texts.opening.words, texts.opening.signed
        for name, shared in self.shared.items():
            yield f"shared.{name}", shared.words, shared.signed


def services_lines(flowbook: Flowbook, conversation: Conversation, risk: Risk) -> str:
    """The services for what one message shows, one a line."""
    services = flowbook.referrals.for_danger(
        risk.kinds,
        life_now=risk.life_now,
        region=conversation.region,
        age_band=conversation.age_band,
    )
    return "\n".join(told_line(service, conversation.region) for service in services)


def services_text(
    run: Run,
    kinds: tuple[DangerKind, ...],
    *,
    life_now: bool,
    again: str = "",
    short: bool = False,
) -> str:
    """The services for these kinds, one a line; with `short` name and contact alone. With `again`, services
    that were all told before are named shortly, under the shared text of that name: nobody reads the same
    list twice."""
    conversation = run.conversation
    referrals, place = run.flowbook.referrals, (conversation.region, conversation.age_band)
    services = referrals.for_danger(kinds, life_now=life_now, region=place[0], age_band=place[1])
    if conversation.remembered.get(CANNOT_CALL) == "yes" and not life_now:
        services = referrals.for_chat(kinds, *place) or services
    told = conversation.remembered.get(TOLD_SERVICES, "").split()
    repeats = bool(again) and not life_now and all(service.id in told for service in services)
    now = dict.fromkeys([*told, *(service.id for service in services)])
    run.remember(**{TOLD_SERVICES: " ".join(now)})
    shortly = short or repeats
    lines = [told_line(service, conversation.region, short=shortly) for service in services]
    if any(service.id == EMERGENCY for service in services):
        again = "services_again"  # 112 is no choice among others
    if repeats and lines:
        lines.insert(0, run.flowbook.danger.shared[again].say[0])
    return "\n".join(lines)


def chat_text(run: Run) -> str:
    """Where somebody can write instead of call, for the danger that is open; of an unknown region one of
    each country."""
    conversation = run.conversation
    services = run.flowbook.referrals.for_chat(
        conversation.danger.open_kinds, conversation.region, conversation.age_band
    )
    lines = [told_line(service, conversation.region, short=True) for service in services]
    return "\n\n".join([run.flowbook.danger.shared["chat_instead"].say[0], "\n".join(lines)])


def tell_adult_text(run: Run) -> str:
    """Yes, tell somebody; and the emergency number."""
    emergency = run.flowbook.referrals.get(EMERGENCY)
    line = f"\n\n{emergency.line}" if emergency else ""
    return run.flowbook.danger.shared["tell_adult"].say[0] + line


# Of these it is the one who is named that suffers; of the others that may be who does it.
SUFFERED = frozenset(
    {
        DangerKind.SUICIDE,
        DangerKind.SELF_HARM,
        DangerKind.EATING_DISORDER,
        DangerKind.SUBSTANCE_USE,
        DangerKind.MEDICAL_EMERGENCY,
        DangerKind.RUNNING_AWAY,
    }
)


def is_about_other(run: Run, kind: DangerKind) -> bool:
    """Is it clear from what was typed that somebody else is in danger? Remembered for the questions that
    follow; a sign about oneself afterwards ends it."""
    words = run.moment.words
    if words and kind in SUFFERED and about_somebody_else(words):
        run.remember(**{ABOUT_OTHER: "yes"})
    elif words and speaks_of_self(words):
        run.remember(**{ABOUT_OTHER: ""})
    return kind in SUFFERED and run.conversation.remembered.get(ABOUT_OTHER) == "yes"


class TellUrgent(Step):
    """Services and what happens now; internal, so no flow can leave it out."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        texts = run.flowbook.danger
        signs = [s for s in run.new_risk.signs if s.level is RiskLevel.URGENT]
        kinds = (self.kind, *(s.kind for s in signs if s.kind is not self.kind))
        life_now = any(s.life_now for s in signs)
        own = texts.kinds[self.kind]
        lead = [own.other.say[0] if is_about_other(run, self.kind) else own.urgent.say]
        if life_now:
            lead.insert(0, texts.shared["life_now"].say[0])
        services = services_text(run, kinds, life_now=life_now, again="services_again")
        run.say("\n\n".join([*lead, services]))
        told = "professional_told" if run.moment.professionals_on_duty else "nobody_on_duty"
        run.say(texts.shared[told].say[0])
        return self.onward()


class TellConcern(Step):
    """What was heard, one service and the offer of a professional; the question comes after it. Of a
    concern that the model only suspects it is said that this may be wrong."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        texts = run.flowbook.danger
        is_about_other(run, self.kind)
        if run.conversation.danger.is_doubted:
            services = services_text(run, (self.kind,), life_now=False, short=True)
            run.lead = texts.shared["concern_doubted"].say[0]
            run.below = f"{texts.shared['concern_doubted_help'].say[0]}\n{services}"
            return self.onward()
        lead = [texts.kinds[self.kind].concern.say, texts.shared["offer_professional"].say[0]]
        run.say("\n\n".join([*lead, services_text(run, (self.kind,), life_now=False)]))
        return self.onward()


class RestConcern(Step):
    """The question was passed by, and the model only suspected something: the talk goes on where it was.
    The danger stays open for the professional, and no peer is offered."""

    def enter(self, run: Run) -> Move:
        run.say(run.flowbook.danger.shared["concern_rests"].say[0])
        run.said_back = True  # they told twice by now: nobody asks them to begin telling
        return self.onward()


class RaiseDanger(Step):
    """The answer was yes or doubt: it becomes urgent, with a card for the professional. `said`: the
    shared text that thanks for it."""

    kind: DangerKind
    said: str

    def enter(self, run: Run) -> Move:
        run.change(danger=run.conversation.danger.raised(self.kind))
        run.happened("danger_raised", self.kind.value)
        run.ask_for(
            RequestHandoff(
                Role.PROFESSIONAL, Urgency.URGENT, kinds=(self.kind,), words=run.moment.words
            )
        )
        run.say(run.flowbook.danger.shared[self.said].say[0])
        return LinkFlow(flow_for(self.kind, RiskLevel.URGENT))


class DenyDanger(Step):
    """The answer was a clear no: only a concern can be laid to rest so."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        run.change(danger=run.conversation.danger.denied(self.kind))
        run.happened("danger_denied", self.kind.value)
        run.say(run.flowbook.danger.shared["denied"].say[0])
        return self.onward()


class AskRegion(Ask):
    """Where somebody lives, asked after the services and only when it is not known yet. A place in
    somebody's own words is understood too (`Ask`)."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        if run.conversation.region != "unknown":
            return self.onward()
        return super().enter(run)


class TellService(Step):
    """The fitting service, once the region is known."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        texts = [services_text(run, (self.kind,), life_now=False, again="service_fits")]
        if run.conversation.region == "unknown":
            texts = self._for_both_countries(run)
        if texts:
            run.say("\n".join(texts))
        return self.onward()

    def _for_both_countries(self, run: Run) -> list[str]:
        """Who does not say where they live still hears of the fitting service of each country, unless
        that was said already."""
        seen = [r for r in run.conversation.danger.records if r.life_now or r.kind is self.kind]
        if not crisis_lines_first((self.kind,), life_now=any(r.life_now for r in seen)):
            return []
        age = AGES[run.conversation.age_band]
        found = [run.flowbook.referrals.best(r, age, kind=self.kind) for r in REGIONS]
        return [
            told_line(s, "unknown")
            for s in found
            if s is not None and s.id not in CRISIS_LINES.values()
        ]


AFTER_TALK = f"{PREFIX}after_talk"
STILL_OPEN = f"{PREFIX}still_open"
NEXT_DAY = f"{PREFIX}next_day"


def after_talk_flow(conversation: Conversation) -> str:
    """The flow after a talk with a human: while danger is still open, no goal is offered but the
    services are named once more."""
    return "after_talk" if conversation.danger.peer_allowed else AFTER_TALK


class TellOpenServices(Step):
    """The services for the danger that is still open; `lead`: the shared text that comes before, if
    any."""

    lead: str = ""

    def enter(self, run: Run) -> Move:
        kinds = run.conversation.danger.open_kinds
        if not kinds:
            return self.onward()
        variants = run.flowbook.danger.shared[self.lead].say if self.lead else ()
        lead = (variants[run.conversation.turns % len(variants)],) if variants else ()
        services = services_text(run, kinds, life_now=False, again="services_again")
        run.say("\n\n".join([*lead, services]))
        return self.onward()
