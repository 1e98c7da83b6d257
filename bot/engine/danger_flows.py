"""The flows that are built around `danger.yml`: two for every kind, and three that Maatje begins itself.

When something is said is fixed here and cannot be switched off from `flows/`.
"""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.safety import DangerKind, RiskLevel
from bot.engine.danger import (
    AFTER_TALK,
    NEXT_DAY,
    STILL_OPEN,
    TALK_TO_PROFESSIONAL,
    AskRegion,
    DangerTexts,
    DenyDanger,
    RaiseDanger,
    RestConcern,
    TellConcern,
    TellOpenServices,
    TellService,
    TellUrgent,
)
from bot.engine.danger_names import ASK_SAFE, PREFIX, REGION, REST, flow_for
from bot.engine.flow import Flow
from bot.engine.misread import is_misread
from bot.engine.run import Run
from bot.engine.staying import next_day_steps, safe_steps, stay_steps
from bot.engine.step import END, Answer, GoTo, Move, Step, Wait
from bot.engine.steps.ask import Ask, Choice
from bot.engine.yes_no import DOUBT, NO, YES, is_clear_no, is_doubt, is_no_with_a_story, is_yes

CERTAIN_SEEN = 1.0  # what the tripwire sees in the same words is no no


class AskConcern(Ask):
    """The plain question. Two unclear answers let it rest; the danger stays open for the professional.
    Then Maatje stays with them, or goes on with what they tell when the model only suspected something."""

    def enter(self, run: Run) -> Move:
        text = "\n\n".join(part for part in (run.lead, self.ask[0], run.below) if part)
        run.say(text, self._buttons(run))
        return Wait()

    def answer(self, run: Run, answer: Answer) -> Move | None:
        wire = any(sign.sure >= CERTAIN_SEEN for sign in answer.meaning.risk.signs)
        if answer.pressed is None and not wire and _says_no(run.conversation, answer.text):
            return GoTo("deny")
        move = super().answer(run, answer)
        if move is None and is_yes(answer.text):
            return GoTo("raise")
        if move is None and is_doubt(answer.text):
            return GoTo("raise_doubt")
        if move is None and _says_it_again(run, answer):
            return GoTo("raise_doubt")
        typed = answer.pressed is None and not answer.text.strip().isdigit()
        if typed and move == GoTo("deny"):
            move = None  # only a clear no lays a danger to rest
        if move is None and run.conversation.unclear >= 1:
            return GoTo(REST if run.conversation.danger.is_doubted else "stay")
        return move


def _says_it_again(run: Run, answer: Answer) -> bool:
    """ "Soms denk ik dat iedereen beter af is zonder mij" is an answer to the plain question."""
    shown = {sign.kind for sign in answer.meaning.risk.signs}
    return answer.pressed is None and bool(shown & {*run.conversation.danger.open_kinds})


def no_to_danger(conversation: Conversation, text: str) -> bool:
    """Is this a clear no, typed where Maatje asked about danger? Then what the model only suspects in
    the very same words is no new sign: "nee, ik wil niet dood" holds every word of one."""
    position = conversation.position
    in_danger = position is not None and position.flow.startswith(PREFIX)
    return in_danger and _says_no(conversation, text)


def _says_no(conversation: Conversation, text: str) -> bool:
    doubted = conversation.danger.is_doubted and is_no_with_a_story(text)
    return doubted or is_clear_no(text) or is_misread(text)


def built_flows(texts: DangerTexts) -> list[Flow]:
    """The danger flows of all kinds that have their words."""
    flows = [
        Flow.built(
            AFTER_TALK,
            (
                TellOpenServices(id="tell", lead="after_talk", next="stay"),
                TellOpenServices(id="service", next="stay_open"),
                *stay_steps(DangerKind.OTHER, texts),
            ),
        ),
        Flow.built(STILL_OPEN, (TellOpenServices(id="tell", lead="still_open", next=END),)),
        Flow.built(
            NEXT_DAY,
            (*next_day_steps(texts), TellOpenServices(id="service", next="stay_open")),
        ),
    ]
    for kind in DangerKind:
        if kind.value in texts.kinds:
            flows += [_urgent_flow(kind, texts), _concern_flow(kind, texts)]
    return flows


def _urgent_flow(kind: DangerKind, texts: DangerTexts) -> Flow:
    steps: tuple[Step, ...] = (
        TellUrgent(id="tell", kind=kind, next=REGION),
        *_region_steps(kind, texts),
        *safe_steps(kind, texts),
        *stay_steps(kind, texts),
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
            Choice(say="Weet ik niet", next="raise_doubt", also=DOUBT),
            Choice(say=TALK_TO_PROFESSIONAL, next="professional", means=("want_professional",)),
        ),
    )
    steps: tuple[Step, ...] = (
        TellConcern(id="tell", kind=kind, next="question"),
        question,
        RaiseDanger(id="raise", kind=kind, said="raised"),
        RaiseDanger(id="raise_doubt", kind=kind, said="raised_doubt"),
        DenyDanger(id="deny", kind=kind, next=END),
        RestConcern(id=REST, next=END),
        TellService(id="service", kind=kind, next="stay"),
        *stay_steps(kind, texts),
    )
    return Flow.built(flow_for(kind, RiskLevel.CONCERN), steps)


def _region_steps(kind: DangerKind, texts: DangerTexts) -> tuple[Step, ...]:
    return (
        AskRegion(
            id=REGION,
            kind=kind,
            ask=texts.shared["region"].say,
            next=ASK_SAFE,
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
        TellService(id="service", kind=kind, next=ASK_SAFE),
    )
