"""`danger.yml`: the words of a danger turn, and the flows that are built around them.

When something is said is fixed here and cannot be switched off from `flows/`; only the wording can
be edited. For every kind two flows are built: `_danger_<kind>_urgent` and `_danger_<kind>_concern`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from bot.domain.conversation import Conversation
from bot.domain.handoff import Urgency
from bot.domain.safety import DangerKind, RiskLevel
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.engine.about import region_in
from bot.engine.flow import Flow
from bot.engine.referral import AGES, CRISIS_LINES, REGIONS
from bot.engine.run import Run
from bot.engine.step import END, Answer, GoTo, LinkFlow, Model, Move, Step, Variants, Words
from bot.engine.steps.ask import Ask, Choice
from bot.engine.steps.hand_over import HandOver, To
from bot.engine.yes_no import DOUBT, NO, YES, is_clear_no

PREFIX = "_danger_"
SHARED = (
    "life_now",
    "professional_told",
    "nobody_on_duty",
    "stay",
    "heard",
    "region",
    "raised",
    "denied",
    "ask_again",
    "late",
    "volunteer_notice",
    "offer_professional",
    "after_talk",
    "still_open",
)


class Signed(Model):
    """Who read this text, when, and the fingerprint of the words that they read."""

    by: str = ""
    on: str = ""
    fingerprint: str = ""


class UrgentText(Model):
    """Said at an urgent sign, before the services."""

    say: Words
    signed: Signed

    @property
    def words(self) -> str:
        return self.say


class ConcernText(Model):
    """Said at a sign of concern, with one plain question."""

    say: Words
    ask: Words
    signed: Signed

    @property
    def words(self) -> str:
        return f"{self.say}\n{self.ask}"


class KindTexts(Model):
    """Both texts of one kind."""

    urgent: UrgentText
    concern: ConcernText


class SharedText(Model):
    """A text that all kinds share; a list of variants where it may be said more than once."""

    say: Variants
    signed: Signed

    @property
    def words(self) -> str:
        return "\n".join(self.say)


class DangerTexts(Model):
    """The file as a whole."""

    kinds: Mapping[str, KindTexts]
    shared: Mapping[str, SharedText]

    def everything(self) -> Iterator[tuple[str, str, Signed]]:
        """Name, words and signature of every text, for `maatje release check`."""
        for kind, texts in self.kinds.items():
            yield f"{kind}.urgent", texts.urgent.words, texts.urgent.signed
            yield f"{kind}.concern", texts.concern.words, texts.concern.signed
        for name, shared in self.shared.items():
            yield f"shared.{name}", shared.words, shared.signed


def fingerprint(words: str) -> str:
    """Twelve signs that change whenever the words change: a signature holds for these words only."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def flow_for(kind: DangerKind, level: RiskLevel) -> str:
    """The name of the built flow."""
    return f"{PREFIX}{kind.value}_{level.value}"


def services_text(run: Run, kinds: tuple[DangerKind, ...], *, life_now: bool) -> str:
    """The services for these kinds, one a line."""
    conversation = run.conversation
    services = run.flowbook.referrals.for_danger(
        kinds, life_now=life_now, region=conversation.region, age_band=conversation.age_band
    )
    return "\n".join(service.line for service in services)


class TellUrgent(Step):
    """Services and what happens now; internal, so no flow can leave it out."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        texts = run.flowbook.danger
        signs = [s for s in run.new_risk.signs if s.level is RiskLevel.URGENT]
        kinds = (self.kind, *(s.kind for s in signs if s.kind is not self.kind))
        life_now = any(s.life_now for s in signs)
        lead = [texts.kinds[self.kind].urgent.say]
        if life_now:
            lead.insert(0, texts.shared["life_now"].say[0])
        run.say("\n\n".join([*lead, services_text(run, kinds, life_now=life_now)]))
        told = "professional_told" if run.moment.professionals_on_duty else "nobody_on_duty"
        run.say(texts.shared[told].say[0])
        return self.onward()


class TellConcern(Step):
    """What was heard, one service and the offer of a professional; the question comes after it."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        texts = run.flowbook.danger
        run.say(
            "\n\n".join(
                [
                    texts.kinds[self.kind].concern.say,
                    texts.shared["offer_professional"].say[0],
                    services_text(run, (self.kind,), life_now=False),
                ]
            )
        )
        return self.onward()


class RaiseDanger(Step):
    """The answer was yes or doubt: it becomes urgent, with a card for the professional."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        run.change(danger=run.conversation.danger.raised(self.kind))
        run.happened("danger_raised", self.kind.value)
        run.ask_for(
            RequestHandoff(
                Role.PROFESSIONAL, Urgency.URGENT, kinds=(self.kind,), words=run.moment.words
            )
        )
        run.say(run.flowbook.danger.shared["raised"].say[0])
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
        texts = [services_text(run, (self.kind,), life_now=False)]
        if run.conversation.region == "unknown":
            texts = self._for_both_countries(run)
        if texts:
            run.say("\n".join(texts))
        return self.onward()

    def _for_both_countries(self, run: Run) -> list[str]:
        """Who does not say where they live still hears of the fitting service of each country."""
        age = AGES[run.conversation.age_band]
        found = [run.flowbook.referrals.best(r, age, kind=self.kind) for r in REGIONS]
        return [s.line for s in found if s is not None and s.id not in CRISIS_LINES.values()]


class Stay(Ask):
    """Maatje stays. Not asked while a human has the chat: that human stays."""

    def enter(self, run: Run) -> Move:
        return GoTo(END) if run.moment.in_relay else super().enter(run)

    def answer(self, run: Run, answer: Answer) -> Move | None:
        region = region_in(answer.text) if run.conversation.region == "unknown" else None
        if region:
            run.remember(region=region)
            return GoTo("service")
        return super().answer(run, answer)


class AskConcern(Ask):
    """The plain question. Two unclear answers let it rest; the danger stays open for the professional."""

    def answer(self, run: Run, answer: Answer) -> Move | None:
        if answer.pressed is None and is_clear_no(answer.text):
            return GoTo("deny")
        move = super().answer(run, answer)
        typed = answer.pressed is None and not answer.text.strip().isdigit()
        if typed and move == GoTo("deny"):
            move = None  # only a clear no lays a danger to rest
        if move is None and run.conversation.unclear >= 1:
            return GoTo("stay")
        return move


TALK_TO_PROFESSIONAL = "Ik wil met een beroepskracht praten"
_STAY_CHOICES = (
    Choice(say=TALK_TO_PROFESSIONAL, next="professional", means=("want_professional", "want_peer")),
    Choice(
        say="Verder met Maatje",
        next=END,
        also=("verder", "verder praten", "gewoon verder", "ga verder", "iets anders"),
    ),
)

AFTER_TALK = f"{PREFIX}after_talk"
STILL_OPEN = f"{PREFIX}still_open"


def after_talk_flow(conversation: Conversation) -> str:
    """The flow after a talk with a human: while danger is still open, no goal is offered but the
    services are named once more."""
    return "after_talk" if conversation.danger.peer_allowed else AFTER_TALK


class TellOpenServices(Step):
    """The services for the danger that is still open; `lead`: the shared text that comes before."""

    lead: str

    def enter(self, run: Run) -> Move:
        lead = run.flowbook.danger.shared[self.lead].say[0]
        kinds = run.conversation.danger.open_kinds
        run.say("\n\n".join([lead, services_text(run, kinds, life_now=False)]))
        return self.onward()


def built_flows(texts: DangerTexts) -> list[Flow]:
    """The danger flows of all kinds that have their words."""
    flows = [
        Flow.built(name, (TellOpenServices(id="tell", lead=lead, next=END),))
        for name, lead in ((AFTER_TALK, "after_talk"), (STILL_OPEN, "still_open"))
    ]
    for kind in DangerKind:
        if kind.value in texts.kinds:
            flows += [_urgent_flow(kind, texts), _concern_flow(kind, texts)]
    return flows


def _urgent_flow(kind: DangerKind, texts: DangerTexts) -> Flow:
    steps: tuple[Step, ...] = (
        TellUrgent(id="tell", kind=kind, next="region"),
        *_region_steps(kind, texts),
        *_stay_steps(texts),
    )
    return Flow.built(flow_for(kind, RiskLevel.URGENT), steps)


def _concern_flow(kind: DangerKind, texts: DangerTexts) -> Flow:
    question = AskConcern(
        id="question",
        ask=(texts.kinds[kind.value].concern.ask,),
        unclear=texts.shared["ask_again"].say[0],
        choices=(
            Choice(say="Ja", next="raise", also=YES, means=("affirm",)),
            Choice(say="Nee", next="deny", also=NO),
            Choice(say="Weet ik niet", next="raise", also=DOUBT),
            Choice(say=TALK_TO_PROFESSIONAL, next="professional", means=("want_professional",)),
        ),
    )
    steps: tuple[Step, ...] = (
        TellConcern(id="tell", kind=kind, next="question"),
        question,
        RaiseDanger(id="raise", kind=kind),
        DenyDanger(id="deny", kind=kind, next=END),
        TellService(id="service", kind=kind, next="stay"),
        *_stay_steps(texts),
    )
    return Flow.built(flow_for(kind, RiskLevel.CONCERN), steps)


def _region_steps(kind: DangerKind, texts: DangerTexts) -> tuple[Step, ...]:
    return (
        AskRegion(
            id="region",
            kind=kind,
            ask=texts.shared["region"].say,
            next="stay",
            choices=(
                Choice(say="Nederland", next="service", remember={"region": "nl"}, also=("nl",)),
                Choice(
                    say="Vlaanderen of Brussel",
                    next="service",
                    remember={"region": "be"},
                    also=("vlaanderen", "brussel", "belgië", "belgie"),
                ),
                Choice(say="Sla over", next="service", also=("overslaan", "skip", "liever niet")),
            ),
        ),
        TellService(id="service", kind=kind, next="stay"),
    )


def _stay_steps(texts: DangerTexts) -> tuple[Step, ...]:
    return (
        Stay(id="stay", ask=texts.shared["stay"].say, next="stay_open", choices=_STAY_CHOICES),
        Stay(
            id="stay_open", ask=texts.shared["heard"].say, next="stay_open", choices=_STAY_CHOICES
        ),
        HandOver(id="professional", hand_over=To(to=Role.PROFESSIONAL), next=END),
    )
