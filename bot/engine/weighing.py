"""What the model suspects is weighed with what was asked and said before. The tripwire always counts.

The language service judges each message by itself, and alarms rather once too often. Inside a talk that
means most talks: "doordeweeks op mn kamer", the answer to "wanneer doe je dat?", was taken for drugs
(docs/played-review.md). Thresholds of the service stay as they are; only what a talk tells is added here.
"""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.safety import CERTAIN, DOUBTED, KIND_DOUBTED, DangerKind, Risk, RiskLevel
from bot.engine.danger import ABOUT_OTHER
from bot.engine.danger_flows import no_to_danger
from bot.engine.danger_names import PREFIX, urgent_kind
from bot.engine.flowbook import Flowbook
from bot.engine.goal_texts import OF_A_GOAL
from bot.engine.somebody_else import speaks_of_self
from bot.engine.steps.ask import Ask
from bot.engine.steps.measure import Measure
from bot.engine.themes import THEME
from bot.engine.wishes import WISHES

FAINT = 0.3  # below this one sign of the model inside a talk waits for a second one
FAINT_OF_LOSS = 0.8  # the same where somebody is missed or loved
FAINT_SEEN = "faint_danger"  # remembered: that there was one
SURE_OF_PLAIN = 0.8  # of a concern, on a short answer to a question for one plain thing
SURE_OF_SELF = 0.9  # and to see another danger while somebody speaks of a friend's
ABOUT_YOU = (
    "about_you"  # who is asked for an age and a country, and says "15. maar wat moet ik NU doen"
)
NERVES = "fear_of_failure"
LOSS_AND_LOVE = ("grief", "love")
SHORT_ANSWER = 12  # words; a longer one is a story, whatever was asked


def weighed(
    flowbook: Flowbook, conversation: Conversation, text: str, risk: Risk
) -> tuple[Risk, Conversation]:
    """The danger to answer now, and the conversation that remembers a faint sign."""
    if no_to_danger(conversation, text):
        risk = risk.beside_a_no()
    if _asks_one_plain_thing(flowbook, conversation) and len(text.split()) <= SHORT_ANSWER:
        about_you = conversation.position is not None and conversation.position.flow == ABOUT_YOU
        weigh = risk.at_least_as_sure if about_you else risk.sure_concerns
        risk = weigh(SURE_OF_PLAIN)
    if _talks_of_nerves(flowbook, conversation):
        risk = risk.at_most_concern(DangerKind.MEDICAL_EMERGENCY, CERTAIN)
    loss = _talks_of_loss_or_love(conversation)
    of_death = {*risk.kinds} <= {DangerKind.SUICIDE, DangerKind.OTHER}
    is_faint = risk.is_faint(FAINT_OF_LOSS if loss and of_death else FAINT)
    if loss:
        risk = risk.doubted_below(CERTAIN, DangerKind.SUICIDE)
    if _talks_of_urgent(conversation):
        risk = risk.at_least_as_sure(1.0, but=conversation.danger.open_kinds)
        risk = risk.life_now_only_if(CERTAIN)
    if conversation.remembered.get(ABOUT_OTHER) == "yes" and not speaks_of_self(text):
        risk = risk.at_least_as_sure(SURE_OF_SELF, but=conversation.danger.open_kinds)
    if conversation.turns == 0:
        for_life = tuple(sign.kind for sign in risk.signs if sign.life_now)
        return _asked(risk.asked_first_below(DOUBTED, but=for_life), conversation), conversation
    if not risk.signs or not is_faint:
        risk = risk.asked_first_below(DOUBTED, but=_urgent_kinds(conversation))
        return _asked(risk, conversation), conversation
    if conversation.remembered.get(FAINT_SEEN) == "yes":
        return _asked(risk, conversation), conversation.remembering(**{FAINT_SEEN: ""})
    return Risk(), conversation.remembering(**{FAINT_SEEN: "yes"})


def _asked(risk: Risk, conversation: Conversation) -> Risk:
    """What is asked about: of a mere suspicion not which danger it is, but whether there is any."""
    return risk.of_any_kind_below(KIND_DOUBTED, but=conversation.danger.open_kinds)


def _urgent_kinds(conversation: Conversation) -> tuple[DangerKind, ...]:
    """What is known to be urgent: said again it is no mere concern."""
    records = conversation.danger.records
    return tuple(r.kind for r in records if r.level is RiskLevel.URGENT)


def _talks_of_nerves(flowbook: Flowbook, conversation: Conversation) -> bool:
    """Is the talk about fear of failure? There a heart that pounds and a head that is empty are the answer to
    "in je hoofd of in je lijf?", and 112 only follows when the model is certain."""
    position = conversation.position
    flow = flowbook.flows.get(position.flow) if position else None
    return flow is not None and NERVES in flow.topics


def _talks_of_loss_or_love(conversation: Conversation) -> bool:
    """Is the talk about who is missed or loved, and no danger stands open? "Ik lig er elke nacht van wakker,
    ze is alles voor mij" was 0.94 suicide to the model."""
    theme = conversation.remembered.get(THEME)
    return theme in LOSS_AND_LOVE and not conversation.danger.open_kinds


def _talks_of_urgent(conversation: Conversation) -> bool:
    """Are they talking about an urgent danger? Services, card and professional are there: what the model
    then takes for another kind would only change the subject ("hij is beneden" is no wish to die)."""
    position = conversation.position
    return position is not None and urgent_kind(position.flow) is not None


def _asks_one_plain_thing(flowbook: Flowbook, conversation: Conversation) -> bool:
    """Is the open question one with fixed answers, or for a step, a moment or a wish? Never one about
    danger."""
    position = conversation.position
    if position is None or position.flow.startswith(PREFIX):
        return False
    step = flowbook.step_or_none(position.flow, position.step)
    if isinstance(step, Measure):
        return True
    if not isinstance(step, Ask):
        return False
    return step.next is None or step.collect in (*OF_A_GOAL, *WISHES)
