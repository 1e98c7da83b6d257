"""What was not right? Asked after `/meld`; built here, so that no flow can change what it does."""

from __future__ import annotations

from bot.domain.report import ReportAbout, ReportReason
from bot.domain.turn import AddToReport
from bot.engine.flow import Flow
from bot.engine.run import Run
from bot.engine.step import Answer, Move, Step
from bot.engine.steps.ask import Ask, Choice
from bot.engine.steps.say import Say
from bot.engine.texts import Texts

REPORT, REPORT_SHARED = "_report", "_report_shared"
LONGEST_NOTE = 2000  # characters of own words that are kept of one message

# The buttons in this order; texts.yml holds their words.
REASONS = (
    (ReportReason.DETAILS, "report_details"),
    (ReportReason.MEAN, "report_mean"),
    (ReportReason.SEXUAL, "report_sexual"),
    (ReportReason.ADVICE, "report_advice"),
    (ReportReason.NOT_HEARD, "report_not_heard"),
    (ReportReason.OTHER, "report_other"),
)
_NOTHING = ("nee", "neen", "niets", "niks", "liever niet", "laat maar", "overslaan", "skip")


def keep_words(run: Run, words: str) -> None:
    """These own words belong to the report that was made last."""
    run.ask_for(AddToReport(note=words.strip()[:LONGEST_NOTE]))


class Chosen(Step):
    """A reason was chosen: it goes to the report at once, whether or not more is told."""

    reason: ReportReason

    def enter(self, run: Run) -> Move:
        run.ask_for(AddToReport(reason=self.reason))
        return self.onward()


class Meant(Step):
    """Whom it is about, in a talk of more than two."""

    about: ReportAbout

    def enter(self, run: Run) -> Move:
        run.ask_for(AddToReport(about=self.about))
        return self.onward()


class OwnWords(Ask):
    """Whatever is typed here, and is no button, belongs to the report. Danger in it is answered as in
    any message, and the words are kept all the same."""

    def answer(self, run: Run, answer: Answer) -> Move | None:
        words = answer.text.strip()
        if words and answer.pressed is None and self._chosen(run, answer) is None:
            keep_words(run, words)
        return super().answer(run, answer)


def report_flow(texts: Texts) -> Flow:
    """The questions after `/meld`; each can be skipped."""
    return Flow.built(REPORT, _questions(texts))


def report_shared_flow(texts: Texts) -> Flow:
    """The same after `/meld` in a talk of more than two: first, whom it is about."""
    young = texts.young
    choices = (
        Choice(
            say=young["report_about_helper"],
            next="helper",
            also=("de bemiddelaar", "bemiddelaar", "het maatje"),
        ),
        Choice(
            say=young["report_about_party"],
            next="party",
            also=("de ander", "ander", "de andere jongere"),
        ),
        Choice(
            say=young["report_about_both"],
            next="both",
            also=("allebei", "alletwee", "beide", "allebei de mensen"),
        ),
        Choice(say=young["report_skip"], next="why", also=_NOTHING),
    )
    about = (ReportAbout.HELPER, ReportAbout.PARTY, ReportAbout.BOTH)
    return Flow.built(
        REPORT_SHARED,
        (
            OwnWords(id="about", ask=(young["report_about_ask"],), choices=choices, next="why"),
            *(Meant(id=one.value, about=one, next="why") for one in about),
            *_questions(texts),
        ),
    )


def _questions(texts: Texts) -> tuple[Step, ...]:
    young = texts.young
    skip = Choice(say=young["report_skip"], next="thanks", also=_NOTHING)
    return (
        OwnWords(
            id="why",
            ask=(young["report_ask"],),
            choices=(*_reasons(texts, "then_"), skip),
            next="which",
        ),
        *(Chosen(id=f"then_{reason}", reason=reason, next="note") for reason, _ in REASONS),
        OwnWords(id="note", ask=(young["report_note"],), choices=(skip,), next="thanks"),
        OwnWords(
            id="which",
            ask=(young["report_which"],),
            choices=(*_reasons(texts, "also_"), skip),
            next="thanks",
        ),
        *(Chosen(id=f"also_{reason}", reason=reason, next="thanks") for reason, _ in REASONS),
        Say(id="thanks", say=(young["report_thanks"],), next="END"),
    )


def _reasons(texts: Texts, prefix: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(say=texts.young[name], next=f"{prefix}{reason}") for reason, name in REASONS
    )
