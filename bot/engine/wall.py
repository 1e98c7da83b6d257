"""Writing something for the wall: who reads it, the words, the preview, a yes. Built here, so that no
flow can change what it does. The drafts live in the conversation, redacted, until sent or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from bot.domain.conversation import Conversation
from bot.domain.goals import DEFAULT_ZONE
from bot.domain.ids import PostNumber
from bot.domain.interpretation import LIKELY_THRESHOLD, Interpretation, Origin
from bot.domain.messages import Reply
from bot.domain.safety import RiskLevel
from bot.domain.turn import PostOnWall, Turn
from bot.domain.wall import PostKind
from bot.engine.flow import Flow
from bot.engine.redacting import helplines_in, redact
from bot.engine.run import Run
from bot.engine.showing import shown
from bot.engine.step import END, Answer, GoTo, Move, Step, Wait
from bot.engine.steps.ask import Ask, Choice
from bot.engine.wall_rules import WallRules

WALL, WALL_WRITE, NEWS = "wall", "_wall_write", "wall_news"
AGE_WORDS = {"12_15": "12 tot 15 jaar", "16_17": "16 of 17 jaar", "18_24": "18 tot 24 jaar"}
SENT = "wall_sent"  # day and number of the last ones sent in
WRITING = (
    "wall_kind",
    "wall_question",
    "wall_changes",
    "wall_draft",
    "wall_topic",
    "wall_age",
    "wall_guesses",
    "wall_concern",
    "wall_unread",
    "wall_human",
)
_YES = "yes"


def begin(
    conversation: Conversation,
    kind: str,
    *,
    question: PostNumber | None = None,
    changes: PostNumber | None = None,
    topic: str = "",
) -> Conversation:
    """The conversation at the beginning of a new text for the wall; an older draft is gone."""
    known = {
        "wall_kind": kind,
        "wall_question": str(question or ""),
        "wall_changes": str(changes or ""),
        "wall_topic": topic,
    }
    return dropped(conversation).remembering(**known)


def dropped(conversation: Conversation) -> Conversation:
    """The same conversation without any draft for the wall."""
    kept = {name: value for name, value in conversation.remembered.items() if name not in WRITING}
    return replace(conversation, remembered=MappingProxyType(kept))


def without_news(conversation: Conversation) -> Conversation:
    """Who looks at their own posts needs not be asked any more whether it suits to hear of them."""
    stack = tuple(position for position in conversation.stack if position.flow != NEWS)
    return replace(conversation, stack=stack)


def sent_on(conversation: Conversation, day: date) -> int:
    """How many texts this person sent in that day, those that were taken back too."""
    known, _, number = conversation.remembered.get(SENT, "").partition(" ")
    return int(number) if known == day.isoformat() and number.isdigit() else 0


def posted_line(rules: WallRules, topic: str, age_band: str) -> str:
    """What stands under a post, as far as the author agreed: the subject and the age band."""
    parts = (rules.title(topic), AGE_WORDS.get(age_band, ""))
    return " · ".join(part for part in parts if part)


def as_post(text: str, line: str) -> str:
    """A post as people read it."""
    return f"“{text}”\n{line}" if line else f"“{text}”"


def kept_off(run: Run) -> None:
    """This is no text for the wall: nothing of it is kept. What is said stands in `with_kept_off`."""
    run.conversation = dropped(run.conversation)
    run.happened("wall_kept_off")


def with_kept_off(rules: WallRules, turn: Turn) -> Turn:
    """The same turn, saying kindly that the text is not for the wall: after the services, before the
    question that waits."""
    if not any(event.name == "wall_kept_off" for event in turn.events):
        return turn
    *before, last = turn.replies or (None,)
    told = Reply(rules.say("kept_off"))
    if last is None:
        return replace(turn, replies=(told,))
    if not before:
        return replace(turn, replies=(last, told))
    return replace(turn, replies=(*before, told, last))


class Explain(Step):
    """Who reads it and what happens with it, said before anything is written; or why not now."""

    def enter(self, run: Run) -> Move:
        rules = run.flowbook.wall
        if refused := self._refused(run):
            run.say(rules.say(refused, most=rules.limits.posts_per_day))
            run.conversation = dropped(run.conversation)
            return GoTo(END)
        run.say(rules.say("explain"))
        return self.onward()

    def _refused(self, run: Run) -> str:
        if run.conversation.danger.level is RiskLevel.URGENT:
            return "danger_open"
        if run.conversation.outside_ages:
            return "not_your_age"
        is_new = not _remembers(run, "wall_changes")
        return "too_many" if is_new and run.moment.wall_left < 1 else ""


class Write(Ask):
    """Whatever is typed here, and is no button, is the text. Danger in it is answered as in any message."""

    @property
    def takes_own_words(self) -> bool:
        """A wish in these words is part of the text: it is offered beside the preview."""
        return True

    def enter(self, run: Run) -> Move:
        rules, answers = run.flowbook.wall, _remembers(run, "wall_kind") == PostKind.ANSWER
        text = rules.say("write_answer" if answers else "write", longest=rules.limits.longest)
        run.say(text, self._buttons(run))
        return Wait()

    def answer(self, run: Run, answer: Answer) -> Move | None:
        if answer.pressed is not None or self._chosen(run, answer) is not None:
            return super().answer(run, answer)
        if answer.meaning.risk.level is RiskLevel.URGENT:
            kept_off(run)
            return GoTo(END)
        text, rules = shown(answer.text).replace("{", "(").replace("}", ")"), run.flowbook.wall
        if not text:
            return None
        if len(text) > rules.limits.longest:
            values = {"longest": rules.limits.longest, "length": len(text)}
            run.say(rules.say("too_long", **values))
            return GoTo(self.id)
        redacted = self._redacted(run, text, answer.meaning)
        contact, lines = run.flowbook.handoff.contact, _lines(run)
        if _way_elsewhere(redacted, text) or contact.holds_back(redacted, lines):
            run.say(rules.say("no_links"))
            return GoTo(self.id)
        run.remember(wall_draft=redacted[: 2 * rules.limits.longest], **_seen_in(answer.meaning))
        return self.onward()

    def _redacted(self, run: Run, text: str, meaning: Interpretation) -> str:
        return redact(text, meaning.entities, helplines_in(_lines(run)))


def _lines(run: Run) -> list[str]:
    return [service.line for service in run.flowbook.referrals.services]


def _way_elsewhere(redacted: str, text: str) -> bool:
    """A link, an account or a mail address: the author takes it out. Numbers and places are taken out
    by Maatje, and shown so in the preview."""
    found = ("[link]", "[account]", "[mailadres]")
    return any(one in redacted and one not in text for one in found)


def _seen_in(meaning: Interpretation) -> dict[str, str]:
    """What the reading of the text says about who must look at it."""
    every = (meaning.topic, *meaning.ranking)
    likely = [one.name for one in every if one.confidence >= LIKELY_THRESHOLD]
    human = meaning.clear_act() in ("want_peer", "want_professional")
    return {
        "wall_guesses": " ".join(dict.fromkeys(likely)),
        "wall_concern": _YES if meaning.risk.signs else "",
        "wall_unread": _YES if meaning.origin is Origin.NONE else "",
        "wall_human": _YES if human else "",
    }


def _remembers(run: Run, name: str) -> str:
    return run.conversation.remembered.get(name, "")


class PickTopic(Ask):
    """Which subject may stand with it; an answer stands with its question and needs none."""

    def enter(self, run: Run) -> Move:
        if _remembers(run, "wall_kind") == PostKind.ANSWER:
            return GoTo("age")
        return super().enter(run)


class AskAge(Ask):
    """May the age band stand with it? Only asked when it is known; no is the default."""

    def enter(self, run: Run) -> Move:
        age = AGE_WORDS.get(run.conversation.age_band)
        if age is None:
            run.remember(wall_age="")
            return GoTo("preview")
        run.say(run.flowbook.wall.say("age", age=age), self._buttons(run))
        return Wait()


class Preview(Ask):
    """The text as it will appear, and the question whether it may be sent."""

    def enter(self, run: Run) -> Move:
        rules = run.flowbook.wall
        age = run.conversation.age_band if _remembers(run, "wall_age") else ""
        post = as_post(
            _remembers(run, "wall_draft"), posted_line(rules, _remembers(run, "wall_topic"), age)
        )
        human = "\n\n" + rules.say("rather_human") if _remembers(run, "wall_human") else ""
        run.say(rules.say("preview", text=post) + human, self._buttons(run))
        return Wait()


class Send(Step):
    """The author agreed: it goes to the moderators. Not when danger came up meanwhile."""

    def enter(self, run: Run) -> Move:
        conversation = run.conversation
        if conversation.danger.level is RiskLevel.URGENT or not _remembers(run, "wall_draft"):
            kept_off(run)
            return GoTo(END)
        concern = conversation.danger.level is RiskLevel.CONCERN
        run.ask_for(
            PostOnWall(
                PostKind(_remembers(run, "wall_kind") or PostKind.MESSAGE),
                _remembers(run, "wall_draft"),
                _remembers(run, "wall_topic"),
                conversation.age_band if _remembers(run, "wall_age") else "",
                tuple(_remembers(run, "wall_guesses").split()),
                concern=concern or bool(_remembers(run, "wall_concern")),
                unread=bool(_remembers(run, "wall_unread")),
                question=_number(_remembers(run, "wall_question")),
                changes=_number(_remembers(run, "wall_changes")),
            )
        )
        day = run.moment.now.astimezone(DEFAULT_ZONE).date()
        is_new = not _remembers(run, "wall_changes")
        sent = f"{day.isoformat()} {sent_on(conversation, day) + is_new}"
        run.conversation = dropped(conversation).remembering(**{SENT: sent})
        return GoTo(END)


def _number(text: str) -> PostNumber | None:
    return PostNumber(int(text)) if text.isdigit() else None


class Drop(Step):
    """Nothing is sent, nothing is kept."""

    def enter(self, run: Run) -> Move:
        run.conversation = dropped(run.conversation)
        run.say(run.flowbook.wall.say("dropped"))
        return GoTo(END)


def write_flow(rules: WallRules) -> Flow:
    """From "who reads this" to a yes."""
    young = rules.young
    drop = Choice(say=young["drop"], next="drop", also=("nee", "niet", "laat maar", "toch niet"))
    return Flow.built(
        WALL_WRITE,
        (
            Explain(id="explain", next="write"),
            Write(id="write", ask=(young["write"],), choices=(drop,), next="topic"),
            PickTopic(
                id="topic",
                ask=(young["topic"],),
                unclear=young["topic_unclear"],
                choices=_topics(rules),
            ),
            AskAge(
                id="age",
                ask=(young["age"],),
                unclear=young["yes_no_unclear"],
                choices=_ages(rules),
            ),
            Preview(
                id="preview",
                ask=(young["preview"],),
                unclear=young["show_unclear"],
                choices=(
                    Choice(say=young["send"], next="send", also=("ja", "goed"), means=("affirm",)),
                    Choice(say=young["again"], next="write", also=("anders",)),
                    drop,
                ),
            ),
            Send(id="send"),
            Drop(id="drop"),
        ),
    )


def _topics(rules: WallRules) -> tuple[Choice, ...]:
    none = Choice(
        say=rules.young["topic_none"],
        next="age",
        remember={"wall_topic": ""},
        also=("geen", "iets anders", "anders", "weet ik niet"),
    )
    named: Sequence[Choice] = [
        Choice(say=one.title, next="age", remember={"wall_topic": one.topic})
        for one in rules.topics
    ]
    return (*named, none)


def _ages(rules: WallRules) -> tuple[Choice, ...]:
    return (
        Choice(
            say=rules.young["age_yes"],
            next="preview",
            remember={"wall_age": _YES},
            also=("ja",),
            means=("affirm",),
        ),
        Choice(
            say=rules.young["age_no"],
            next="preview",
            remember={"wall_age": ""},
            also=("nee", "liever niet"),
            means=("deny",),
        ),
    )
