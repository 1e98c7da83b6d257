"""What staff see of a case: an offer for a volunteer, a card for a professional. Never a name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff, Urgency
from bot.domain.matching import Reason, Wish
from bot.domain.messages import Button, Reply
from bot.domain.safety import DangerKind, DangerStanding, Risk
from bot.domain.volunteer import Role
from bot.engine.danger import ABOUT_OTHER, SUFFERED
from bot.engine.showing import shown
from bot.services.handoff import reasons as why
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import RelayedLine, UnitOfWork
from bot.services.shared import parties

CLAIM, CLEAR, CLEAR_SURE, DECLINE = "claim", "clear", "clearsure", "decline"
READ_ALONG = "read"
CARD_WORDS = 500  # characters of a message that a professional sees on a card
MOST_LINES = 10  # earlier lines that a professional reads at a claim
LONGEST_LINES = 3000  # characters of them; a message of Telegram holds 4,096

SHORT_WORDS = 160  # characters; of a longer message the part that showed the danger comes first

AGE_WORDS = {
    "under_12": "jonger dan 12",
    "12_15": "12 tot 15",
    "16_17": "16 of 17",
    "18_24": "18 tot 24",
    "over_24": "ouder dan 24",
    "unknown": "leeftijd onbekend",
}
UNNAMED = {True: "iets anders", False: "nog geen onderwerp"}
REGION_WORDS = {"nl": "Nederland", "be": "Vlaanderen of Brussel", "unknown": "land onbekend"}
LEVEL_WORDS = {Urgency.URGENT: "dringend", Urgency.CONCERN: "zorg"}
KIND_WORDS: dict[DangerKind, str] = {
    DangerKind.SUICIDE: "zelfdoding",
    DangerKind.SELF_HARM: "zichzelf pijn doen",
    DangerKind.VIOLENCE_AT_HOME: "geweld thuis",
    DangerKind.NEGLECT: "verwaarlozing",
    DangerKind.SEXUAL_ABUSE: "seksueel misbruik",
    DangerKind.GROOMING: "grooming",
    DangerKind.SEXTORTION: "sextortion",
    DangerKind.PARTNER_VIOLENCE: "partnergeweld",
    DangerKind.RUNNING_AWAY: "weglopen",
    DangerKind.MEDICAL_EMERGENCY: "medisch noodgeval",
    DangerKind.SUBSTANCE_USE: "drank of drugs",
    DangerKind.EATING_DISORDER: "eten",
    DangerKind.THREAT_TO_OTHERS: "bedreiging van anderen",
    DangerKind.EXPLOITATION: "uitbuiting",
    DangerKind.HONOUR_PRESSURE: "eergerelateerde druk",
    DangerKind.OTHER: "ander gevaar",
}


def facts(house: House, case: Handoff, conversation: Conversation) -> dict[str, str]:
    """What staff may know of a case, in Dutch; never a text and never a name."""
    flowbook = house.flowbook()
    opened = flowbook.opened_by_topic(case.topic) if case.topic else None
    return {
        "alias": case.alias,
        "topic": flowbook.flows[opened].title if opened else UNNAMED[bool(case.topic)],
        "form": flowbook.roles.name_of(case.form),
        "age": AGE_WORDS[conversation.age_band],
        "region": REGION_WORDS[conversation.region],
        "kinds": kinds_of(house, case, conversation) or "geen",
        "signs": signs_of(house, case, conversation) or "geen",
    }


def signs_of(house: House, case: Handoff, conversation: Conversation) -> str:
    """The kinds of danger of a case with their level, in Dutch, for who takes it."""
    kinds, level = kinds_of(house, case, conversation), LEVEL_WORDS.get(case.urgency, "")
    return f"{kinds} ({level})" if kinds and level else kinds


def kinds_of(house: House, case: Handoff, conversation: Conversation) -> str:
    """The kinds of danger of a case, in Dutch: first what stands open, then what the young person clearly
    said no to since."""
    denied = {r.kind for r in conversation.danger.records if r.standing is DangerStanding.DENIED}
    words = [KIND_WORDS[kind] for kind in case.kinds if kind not in denied]
    no = [KIND_WORDS[kind] for kind in case.kinds if kind in denied]
    said_no = [house.flowbook().staff("kind_denied", kind=word) for word in no]
    return ", ".join([*words, *said_no])


async def card(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    conversation: Conversation,
    *,
    wish: Wish | None = None,
    reasons: Sequence[Reason] = (),
) -> Reply:
    """Before a claim: topic, form, age band, how long somebody waits, and for a volunteer why it fits
    them; danger as kind and level, and for a professional the words that showed it."""
    flowbook = house.flowbook()
    lines = await tx.handoffs.lines(case.id) if case.is_danger else ()
    name = {Urgency.URGENT: "card_urgent", Urgency.CONCERN: "card_concern"}.get(
        case.urgency, "offer_peer" if case.to is Role.VOLUNTEER else "offer_professional"
    )
    if case.urgency is Urgency.CONCERN and begun_by_helper(lines):
        name = "card_of_helper"
    text = flowbook.staff(name, **facts(house, case, conversation), minutes=_minutes(house, case))
    fits = why.for_volunteer(house, case, wish, reasons) if wish else ""
    text += "\n" + flowbook.staff("offer_because", reasons=fits) if fits else ""
    text += await _shared(house, tx, case, conversation)
    buttons = [Button(flowbook.staff("claim_button"), f"{CLAIM}.{case.id}")]
    talk = await room.running_with_volunteer(tx, case.person) if case.is_danger else None
    if talk is not None:
        who = await room.alias_of(tx, talk.staff)
        text += "\n" + flowbook.staff("card_in_talk", alias=talk.alias, staff=who)
        buttons = [
            Button(flowbook.staff("read_button"), f"{READ_ALONG}.{talk.id}"),
            Button(flowbook.staff("take_over_button"), f"{CLAIM}.{case.id}"),
        ]
    if SUFFERED & {*case.kinds} and conversation.remembered.get(ABOUT_OTHER) == "yes":
        text += "\n" + flowbook.staff("card_of_other")
    if case.is_danger:
        of_helper = [line.text for line in lines if not line.from_young]
        text += _listed(house, "written_by_helper", of_helper) + written(house, lines)
        buttons.append(Button(flowbook.staff("clear_button"), f"{CLEAR}.{case.id}"))
    elif case.to is Role.VOLUNTEER:
        buttons.append(Button(flowbook.staff("decline_button"), f"{DECLINE}.{case.id}"))
    return Reply(text, tuple(buttons))


async def _shared(house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation) -> str:
    """That it is for more than one young person, and the ages of all."""
    others = await parties.waiting_with(tx, case)
    if not others:
        return ""
    known = [conversation, *[await tx.conversations.get(one.person) for one in others]]
    ages = " en ".join(AGE_WORDS[one.age_band] for one in known)
    return "\n" + house.flowbook().staff("shared_offer", ages=ages)


def overdue_card(house: House, case: Handoff, conversation: Conversation) -> Reply:
    """A wish for a peer that no peer took in time, for the professional: "Kan jij even?"."""
    flowbook = house.flowbook()
    known = facts(house, case, conversation)
    buttons = (
        Button(flowbook.staff("claim_button"), f"{CLAIM}.{case.id}"),
        Button(flowbook.staff("decline_button"), f"{DECLINE}.{case.id}"),
    )
    text = flowbook.staff("offer_overdue", **known, minutes=_minutes(house, case))
    return Reply(text, buttons)


def _minutes(house: House, case: Handoff) -> int:
    return int((house.clock.now() - case.created_at).total_seconds() // 60)


def words_for_card(house: House, text: str, risk: Risk) -> str:
    """What a professional reads of a message: of a long one first the words that showed the danger,
    which may stand far below where a card ends."""
    text, cause = shown(text), shown(risk.words)
    if not risk.signs or len(text) <= SHORT_WORDS or not cause or cause == text:
        return text[:CARD_WORDS]
    return f"{house.flowbook().staff('cause', words=cause[:CARD_WORDS])}\n{text[:CARD_WORDS]}"


def written(house: House, lines: Sequence[RelayedLine]) -> str:
    """Earlier lines under a card, the newest last; empty when there are none."""
    return _listed(house, "written", [line.text for line in lines if line.from_young])


def _listed(house: House, name: str, texts: Sequence[str]) -> str:
    if not texts:
        return ""
    lines = "\n".join(f"- {text}" for text in texts[-MOST_LINES:])[-LONGEST_LINES:]
    return "\n\n" + house.flowbook().staff(name, lines=lines)


def begun_by_helper(lines: Sequence[RelayedLine]) -> bool:
    """Did this danger case begin with a line of the volunteer?"""
    return bool(lines) and not lines[0].from_young
