"""After the services: one question, what holds somebody back, a first sentence, and staying with them.

A list of numbers does little (Koko and ResourceBot, `field.md` lesson 8): Maatje asks what holds somebody
back, answers that, lends the words, and stays. The words stand in `danger.yml`; the order stands here.
"""

from __future__ import annotations

from bot.domain.handoff import Urgency
from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.domain.turn import AskNextDay, RequestHandoff
from bot.domain.volunteer import Role
from bot.engine.about import region_in
from bot.engine.danger import (
    ABOUT_OTHER,
    NEXT_DAY_PLANNED,
    DangerTexts,
    is_about_other,
    services_text,
)
from bot.engine.danger_choices import (
    ASK_AT,
    BARRIERS,
    DO_NOT_ASK,
    GO_ON_CHOICES,
    GOING,
    HELD_BACK,
    NO_ANSWER,
    NOT_NOW,
    PROFESSIONAL,
    SAFE_CHOICES,
    STAY_CHOICES,
    TALKED,
    TIMES,
    WORDS,
)
from bot.engine.danger_names import ASK_SAFE, GO_ON
from bot.engine.run import Run
from bot.engine.saying_back import hears_in_danger
from bot.engine.somebody_else import asks_what_to_say
from bot.engine.step import END, Answer, GoTo, Move, Step, Wait
from bot.engine.steps.ask import Ask, Choice
from bot.engine.steps.end import End
from bot.engine.steps.hand_over import HandOver, To
from bot.engine.steps.link import Link
from bot.engine.yes_no import SAFE, SAFE_FOR_NOW, YES, safe_in_own_words, says_no_first

MENU = "menu"
# Whoever does it may read along on the phone: without an own wish Maatje starts nothing by itself.
READ_ALONG = frozenset(
    {
        DangerKind.VIOLENCE_AT_HOME,
        DangerKind.NEGLECT,
        DangerKind.SEXUAL_ABUSE,
        DangerKind.GROOMING,
        DangerKind.PARTNER_VIOLENCE,
        DangerKind.EXPLOITATION,
        DangerKind.HONOUR_PRESSURE,
    }
)


class Stay(Ask):
    """Maatje stays. Not asked while a human has the chat: that human stays."""

    def enter(self, run: Run) -> Move:
        return GoTo(END) if run.moment.in_relay else super().enter(run)

    def answer(self, run: Run, answer: Answer) -> Move | None:
        region = region_in(answer.text) if run.conversation.region == "unknown" else None
        if region:
            run.remember(region=region)
            return GoTo("service")
        if answer.pressed is None:
            run.heard_in_danger = hears_in_danger(run, answer) or ""
        return super().answer(run, answer)


class StayOpen(Stay):
    """Every message is heard: as what it says where `situations/` knows it in danger, otherwise in general
    words, of somebody else's danger in words about them."""

    def enter(self, run: Run) -> Move:
        if run.heard_in_danger and not run.moment.in_relay:
            run.say(run.heard_in_danger, self._buttons(run))
            return Wait()
        if run.moment.in_relay or run.conversation.remembered.get(ABOUT_OTHER) != "yes":
            return super().enter(run)
        run.say_one_of(run.flowbook.danger.shared["heard_other"].say, self._buttons(run))
        return Wait()


class AskSafe(Stay):
    """The one question after the services: is it safe now? A no, and doubt, name 112 first. Not asked
    when 112 was named already. What else is typed is heard."""

    kind: DangerKind
    of_other: str

    def enter(self, run: Run) -> Move:
        known = run.conversation.danger.records
        if any(record.kind is self.kind and record.life_now for record in known):
            return GoTo("stay")
        if run.moment.in_relay:
            return GoTo(END)
        asked = (self.of_other,) if is_about_other(run, self.kind) else self.ask
        hint = run.flowbook.danger.shared["away_hint"].say[0]
        text = asked[0] if self.kind not in READ_ALONG else f"{hint}\n\n{asked[0]}"
        run.say(text, self._buttons(run))
        return Wait()

    def answer(self, run: Run, answer: Answer) -> Move | None:
        if answer.pressed is None and says_no_first(answer.text):
            of_other = run.conversation.remembered.get(ABOUT_OTHER) == "yes"
            if of_other and asks_what_to_say(answer.text):
                return super().answer(
                    run, answer
                )  # "nee tegen haar zelf, wat zeg ik": it puts something right
            return GoTo("unsafe")
        if answer.pressed is None and (found := safe_in_own_words(answer.text)):
            return GoTo(found)
        return super().answer(run, answer)


class TellUnsafe(Step):
    """It is not safe now, or nobody knows: 112 first, then the fitting line. `sure`: it was said, so the
    professional sees it as danger at this moment."""

    kind: DangerKind
    said: str
    sure: bool

    def enter(self, run: Run) -> Move:
        if self.sure:
            risk = Risk((DangerSign(self.kind, RiskLevel.URGENT, life_now=True),))
            run.change(danger=run.conversation.danger.seen(risk))
            run.happened("danger_raised", self.kind.value)
            run.ask_for(
                RequestHandoff(
                    Role.PROFESSIONAL, Urgency.URGENT, kinds=(self.kind,), words=run.moment.words
                )
            )
        lead = run.flowbook.danger.shared[self.said].say[0]
        run.say(f"{lead}\n\n{services_text(run, (self.kind,), life_now=True)}")
        return self.onward()


class Tell(Step):
    """A shared text, and on."""

    name: str

    def enter(self, run: Run) -> Move:
        run.say_one_of(run.flowbook.danger.shared[self.name].say)
        return self.onward()


class TellOther(Step):
    """It is about somebody else: what a friend can do."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        run.remember(**{ABOUT_OTHER: "yes"})
        run.say(run.flowbook.danger.kinds[self.kind].other.say[0])
        return self.onward()


class TellOpening(Step):
    """A first sentence to say to a service, and where."""

    kind: DangerKind

    def enter(self, run: Run) -> Move:
        danger = run.flowbook.danger
        kinds: tuple[DangerKind, ...] = (self.kind,)
        if self.kind is DangerKind.OTHER:  # after a talk, or the day after: what is still open
            kinds = run.conversation.danger.open_kinds[:1] or kinds
        sentence = danger.kinds[kinds[0]].opening.say[0]
        if run.conversation.remembered.get(ABOUT_OTHER):
            sentence = danger.shared["opening_other"].say[0]
        lead = danger.shared["opening"].say[0]
        services = services_text(run, kinds, life_now=False, again="services_again")
        run.say("\n\n".join([f"{lead}\n‘{sentence}’", services]))
        return self.onward()


class TellServices(Step):
    """A shared text and the services for what is open (or was). `emergency`: 112 before them; `urgent`
    also brings the card again."""

    name: str
    emergency: bool = False
    urgent: bool = False

    def enter(self, run: Run) -> Move:
        kinds = run.conversation.danger.open_kinds or tuple(
            record.kind for record in run.conversation.danger.records
        )
        kinds = kinds or (DangerKind.OTHER,)
        if self.urgent:
            for kind in kinds:
                run.change(danger=run.conversation.danger.raised(kind))
                run.happened("danger_raised", kind.value)
            run.ask_for(
                RequestHandoff(
                    Role.PROFESSIONAL, Urgency.URGENT, kinds=kinds, words=run.moment.words
                )
            )
        lead = run.flowbook.danger.shared[self.name].say[0]
        run.say(f"{lead}\n\n{services_text(run, kinds, life_now=self.emergency)}")
        return self.onward()


class GoOn(Stay):
    """After "Verder met Maatje" the question from before the danger is dropped: nobody who has just
    said that is asked for their age."""

    def enter(self, run: Run) -> Move:
        run.change(stack=run.conversation.stack[-1:])
        return super().enter(run)


class ToTomorrow(Step):
    """May Maatje ask tomorrow? Where somebody may read along on the phone the default is no."""

    def enter(self, run: Run) -> Move:
        run.change(stack=run.conversation.stack[-1:])
        if run.moment.in_relay or run.conversation.remembered.get(NEXT_DAY_PLANNED):
            return GoTo("done")
        home = READ_ALONG & {record.kind for record in run.conversation.danger.records}
        return GoTo("ask_tomorrow_home" if home else "ask_tomorrow")


class AskTomorrow(Ask):
    """Only a chosen time is a yes; a bare "ja" is asked for the time, and anything else is a no."""

    def answer(self, run: Run, answer: Answer) -> Move | None:
        move = super().answer(run, answer)
        said = answer.text.casefold().strip(" .!")
        if answer.pressed is None and said in (
            *YES,
            "ja graag",
            "is goed",
            "oké",
            "ok",
            "ja dat mag",
        ):
            return GoTo("tomorrow_when")
        return move


class PlanTomorrow(Step):
    """The question of tomorrow is planned."""

    def enter(self, run: Run) -> Move:
        hour = int(run.conversation.remembered.get(ASK_AT, "16"))
        run.ask_for(AskNextDay(hour))
        run.remember(**{NEXT_DAY_PLANNED: "yes"})
        run.say(run.flowbook.danger.shared["tomorrow_planned"].say[0])
        return self.onward()


_BARRIER_TEXTS = (
    "barrier_heard",
    "barrier_parents",
    "barrier_police",
    "barrier_small",
    "barrier_useless",
    "barrier_shame",
    "barrier_cost",
    "barrier_other",
)


def safe_steps(kind: DangerKind, texts: DangerTexts) -> tuple[Step, ...]:
    """The one question after the services, and what a no to it brings."""
    return (
        AskSafe(
            id=ASK_SAFE,
            kind=kind,
            ask=(texts.kinds[kind.value].urgent.ask,),
            of_other=texts.shared["safe_other"].say[0],
            next="stay_open",
            choices=SAFE_CHOICES,
        ),
        TellUnsafe(id="unsafe", kind=kind, said="unsafe", sure=True, next="stay"),
        TellUnsafe(id="unsafe_doubt", kind=kind, said="unsafe_doubt", sure=False, next="stay"),
        *(
            Stay(id=name, ask=texts.shared[name].say, next="stay_open", choices=STAY_CHOICES)
            for name in (SAFE, SAFE_FOR_NOW)
        ),
    )


def stay_steps(kind: DangerKind, texts: DangerTexts) -> tuple[Step, ...]:
    """Staying: heard, held back by something, the first sentence, a human, and tomorrow."""
    said = texts.shared
    return (
        Stay(id="stay", ask=said["stay"].say, next="stay_open", choices=STAY_CHOICES),
        StayOpen(id="stay_open", ask=said["heard"].say, next="stay_open", choices=STAY_CHOICES),
        GoOn(id=GO_ON, ask=said["go_on"].say, next="stay_open", choices=GO_ON_CHOICES),
        Link(id="menu", link=MENU),
        TellOther(id="other", kind=kind, next="stay"),
        *_held_back_steps(kind, texts),
        HandOver(id="professional", hand_over=To(to=Role.PROFESSIONAL), next="until_there"),
        Stay(
            id="until_there",
            ask=said["until_there"].say,
            next="until_there",
            choices=(WORDS, HELD_BACK, GO_ON_CHOICES[-1]),
        ),
        *_tomorrow_steps(texts),
        End(id="done", end=True, say=said["done"].say),
    )


def _held_back_steps(kind: DangerKind, texts: DangerTexts) -> tuple[Step, ...]:
    said = texts.shared
    further = Choice(say="Iets anders houdt me tegen", next="barrier", also=("iets anders",))
    return (
        Stay(id="barrier", ask=said["barrier"].say, next="barrier_other", choices=BARRIERS),
        *(Tell(id=name, name=name, next="one_step") for name in _BARRIER_TEXTS),
        Stay(
            id="one_step",
            ask=said["one_step"].say,
            next="stay_open",
            choices=(WORDS, GOING, further, PROFESSIONAL, NOT_NOW),
        ),
        TellOpening(id="opening", kind=kind, next="after_opening"),
        Stay(
            id="after_opening",
            ask=said["after_opening"].say,
            next="stay_open",
            choices=(GOING, HELD_BACK, PROFESSIONAL, NOT_NOW),
        ),
        Stay(
            id="going",
            ask=said["going"].say,
            next="stay_open",
            choices=(TALKED, NO_ANSWER, HELD_BACK, PROFESSIONAL),
        ),
        Tell(id="reached", name="reached", next="ready"),
        TellServices(id="no_answer", name="no_answer", emergency=True, next="stay"),
        Tell(id="not_now", name="not_now", next="ready"),
    )


def _tomorrow_steps(texts: DangerTexts) -> tuple[Step, ...]:
    said = texts.shared
    return (
        ToTomorrow(id="ready"),
        AskTomorrow(
            id="ask_tomorrow",
            ask=said["tomorrow"].say,
            next="not_asked",
            choices=(*TIMES, DO_NOT_ASK),
        ),
        AskTomorrow(
            id="ask_tomorrow_home",
            ask=said["tomorrow_home"].say,
            next="not_asked",
            choices=(DO_NOT_ASK, *TIMES),
        ),
        Ask(
            id="tomorrow_when",
            ask=said["tomorrow_when"].say,
            next="not_asked",
            choices=(*TIMES, DO_NOT_ASK),
        ),
        PlanTomorrow(id="plan", next=END),
        Tell(id="not_asked", name="tomorrow_not", next=END),
    )


def next_day_steps(texts: DangerTexts) -> tuple[Step, ...]:
    """How it is, the day after. Nothing of what it is about before somebody answered."""
    said = texts.shared
    no = ("nee", "neen", "niet nu", "nu niet", "later", "straks", "liever niet")
    return (
        Stay(
            id="hello",
            ask=said["next_day_hello"].say,
            next="how",
            choices=(
                Choice(say="Ja", next="how", also=("ja", "hoi", "ja hoor"), means=("affirm",)),
                Choice(say="Nu niet", next="not_today", also=no, means=("deny",)),
            ),
        ),
        Stay(
            id="how",
            ask=said["next_day_how"].say,
            next="stay_open",
            choices=(
                Choice(
                    say="Het gaat beter",
                    next="better",
                    also=("beter", "goed", "wel goed", "iets beter"),
                ),
                Choice(
                    say="Hetzelfde", next="same", also=("zelfde", "gaat wel", "niet veel anders")
                ),
                Choice(
                    say="Slechter",
                    next="worse",
                    also=("erger", "slecht", "niet goed", "nee", "kut"),
                ),
                PROFESSIONAL,
            ),
        ),
        Tell(id="better", name="next_day_better", next=END),
        TellServices(id="same", name="next_day_same", next="stay"),
        TellServices(id="worse", name="next_day_worse", emergency=True, urgent=True, next="stay"),
        Tell(id="not_today", name="next_day_not_now", next=END),
        *stay_steps(DangerKind.OTHER, texts),
    )
