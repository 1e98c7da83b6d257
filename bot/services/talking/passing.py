"""A warm hand-over: the young person says yes, the new one comes while the first is still there, and
then the first goes. Until that moment the first is responsible; nobody takes it: the talk goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.beside import Beside, Passing, PassingStep
from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.ids import HandoffId, PersonId
from bot.domain.messages import Button, Content, Press
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.errors import HandoffNotAllowed
from bot.services.handoff import cards, matching, room, talks
from bot.services.house import House, age_fits
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.shared import parties
from bot.services.talking import beside, debriefing

YES, NO = "passyes", "passno"
ARRIVE, GO = "arrive", "gonow"


async def begin(
    house: House, tx: UnitOfWork, talk: Handoff, to: Role, form: str | None
) -> str | None:
    """The volunteer wants to pass the talk on: the young person is asked. Returns the name of the
    sentence that says why it could not be."""
    if talk.passing is not None:
        return "pass_busy"
    if await parties.talk_of(tx, talk) is not None:
        return "shared_not_here"
    refusal = await _nobody_for(house, tx, talk, to, form)
    if refusal:
        return refusal
    await _goes_on(house, tx, talk, Passing(to, PassingStep.ASKED, form))
    flowbook, peer = house.flowbook(), await room.alias_of(tx, talk.staff)
    name = "pass_ask_professional" if to is Role.PROFESSIONAL else "pass_ask_peer"
    buttons = (
        Button(flowbook.young("pass_yes_button"), f"{YES}.{talk.id}"),
        Button(flowbook.young("pass_no_button"), f"{NO}.{talk.id}"),
    )
    who = f"een {flowbook.roles.name_of(form)}" if form else "een ander maatje"
    await room.tell_young(house, tx, talk, name, *buttons, peer=peer, form=who)
    return None


async def _nobody_for(
    house: House, tx: UnitOfWork, talk: Handoff, to: Role, form: str | None = None
) -> str | None:
    """Why nobody can be asked now, if so; nobody is asked a question that leads nowhere."""
    if to is Role.VOLUNTEER:
        if not (await tx.conversations.get(talk.person)).peer_possible:
            return "pass_danger"
        if not await tx.staff.on_duty(Role.PROFESSIONAL):
            return "pass_no_backup"
    return None if await _candidates(house, tx, talk, to, form) else "pass_nobody_there"


async def _candidates(
    house: House, tx: UnitOfWork, talk: Handoff, to: Role, form: str | None
) -> list[StaffMember]:
    if to is Role.PROFESSIONAL:
        found = list(await tx.staff.on_duty(Role.PROFESSIONAL))
    else:
        conversation = await tx.conversations.get(talk.person)
        there = await matching.there_for(house, tx, conversation, form or talk.form)
        found = [one.member for one in there]
    return [one for one in found if one.person not in (talk.person, talk.staff)]


async def _goes_on(house: House, tx: UnitOfWork, talk: Handoff, passing: Passing) -> Handoff:
    """The next step of the hand-over, with its own clock."""
    after = replace(talk, passing=passing)
    await tx.handoffs.save(talk, after)
    limits = house.flowbook().handoff.limits
    both = passing.step is PassingStep.BOTH
    minutes = limits.pass_together_minutes if both else limits.pass_answer_minutes
    due = house.clock.now() + timedelta(minutes=minutes)
    await tx.timers.set(Timer(TimerKind.PASSING, talk.id, due, talk.person))
    return after


def answer_in(house: House, talk: Handoff, text: str) -> bool | None:
    """Are these typed words one of the two buttons? Only the very words: "ja" alone may be for the
    volunteer."""
    if talk.passing is None or talk.passing.step is not PassingStep.ASKED:
        return None
    for name, meaning in (("pass_yes_button", True), ("pass_no_button", False)):
        if plain(text) == plain(house.flowbook().young(name)):
            return meaning
    return None


def is_about(content: Content, talk: Handoff) -> bool:
    """Is this button of this talk? Typed words always are."""
    return not isinstance(content, Press) or content.key.partition(".")[2] == talk.id


async def answered(house: House, tx: UnitOfWork, talk: Handoff, *, yes: bool) -> str:
    """The young person said yes or no. Returns the name of the sentence for them."""
    passing = talk.passing
    if passing is None or passing.step is not PassingStep.ASKED:
        return "pass_gone"
    if not yes:
        await _stops(house, tx, talk, "pass_refused")
        return "pass_refused"
    found = await _candidates(house, tx, talk, passing.to, passing.form)
    if not found or await _nobody_for(house, tx, talk, passing.to, passing.form):
        await _stops(house, tx, talk, "pass_nobody_came")
        return "pass_nobody"
    after = await _goes_on(house, tx, talk, replace(passing, step=PassingStep.OFFERED))
    for member in found:
        await _offer(house, tx, after, member)
    await _tell_first(house, tx, talk, "pass_accepted")
    return "pass_searching"


async def _offer(house: House, tx: UnitOfWork, talk: Handoff, member: StaffMember) -> None:
    assert talk.passing is not None
    flowbook = house.flowbook()
    facts = cards.facts(house, talk, await tx.conversations.get(talk.person))
    facts["form"] = flowbook.roles.name_of(talk.passing.form or talk.form)
    text = flowbook.staff("pass_offer", **facts, staff=await room.alias_of(tx, talk.staff))
    button = Button(flowbook.staff("join_button"), f"{ARRIVE}.{talk.id}")
    await room.tell(house, tx, member.person, text, button)


async def arrive(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> str | None:
    """The new one comes, the first is still there. Returns the name of the sentence that says why it
    could not be."""
    refusal = await _refusal(house, tx, member, talk)
    if refusal:
        return refusal
    assert talk.passing is not None
    was_beside = talk.beside is not None and talk.beside.person == member.person
    alone = replace(talk, beside=None) if was_beside else talk
    passing = replace(talk.passing, step=PassingStep.BOTH, newcomer=member.person)
    try:
        await tx.handoffs.save(talk, replace(alone, passing=passing))
    except HandoffNotAllowed:
        return "already_claimed"
    after = await _goes_on(house, tx, replace(alone, passing=passing), passing)
    await tx.staff.save(replace(member, current=talk.id), house.clock.now())
    await debriefing.goes_to_a_talk(house, tx, member.person)
    await _tell_of_newcomer(house, tx, member, after)
    return None


async def _refusal(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> str | None:
    passing = talk.passing
    if not room.is_peer_talk(talk) or passing is None:
        return "claim_ended"
    if passing.to is not member.role or member.person in (talk.person, talk.staff):
        return "claim_not_yours"
    if passing.step is not PassingStep.OFFERED:
        return "already_claimed" if passing.step is PassingStep.BOTH else "claim_ended"
    if member.role is Role.PROFESSIONAL:
        return None
    conversation = await tx.conversations.get(talk.person)
    if await _nobody_for(house, tx, talk, Role.VOLUNTEER) in ("pass_danger", "pass_no_backup"):
        return "claim_ended"
    if not age_fits(member, conversation.age_band, house.flowbook(), passing.form or talk.form):
        return "age_distance"
    if member.person in await tx.handoffs.parted(talk.person):
        return "claim_not_yours"
    places = house.flowbook().handoff.limits.talks_per_volunteer
    return "claim_full" if await room.places_taken(tx, member.person) >= places else None


async def _tell_of_newcomer(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff
) -> None:
    flowbook, peer = house.flowbook(), await room.alias_of(tx, talk.staff)
    professional = member.role is Role.PROFESSIONAL
    name = "pass_professional_here" if professional else "pass_peer_here"
    conversation = await tx.conversations.get(talk.person)
    form = talk.passing.form if talk.passing is not None else None
    asked = replace(talk, form=form or talk.form)
    about = await talks.who_comes(house, tx, member, asked, conversation)
    told = room.rule(house, name, alias=member.alias, peer=peer) + about
    await room.tell(house, tx, talk.person, told)
    minutes = flowbook.handoff.limits.pass_together_minutes
    if talk.staff is not None:
        button = Button(flowbook.staff("go_now_button"), f"{GO}.{talk.id}")
        text = flowbook.staff(
            "pass_first_told", staff=member.alias, alias=talk.alias, minutes=minutes
        )
        await room.tell(house, tx, talk.staff, text, button)
    facts = cards.facts(house, talk, conversation)
    text = flowbook.staff("pass_newcomer_told", **facts, staff=peer, minutes=minutes)
    if professional:
        text += cards.written(house, await talks.earlier_lines(tx, talk.person))
    await room.tell(house, tx, member.person, text)


def is_together(talk: Handoff) -> bool:
    """Are both in the talk now?"""
    return talk.passing is not None and talk.passing.step is PassingStep.BOTH


async def finish(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    """The first goes, the new one is responsible from now on. While danger is open no new volunteer
    takes a talk: then the first stays."""
    passing = talk.passing
    newcomer = await tx.staff.get(passing.newcomer) if passing and passing.newcomer else None
    if passing is None or newcomer is None:
        return
    peer_possible = (await tx.conversations.get(talk.person)).peer_possible
    if passing.to is Role.VOLUNTEER and not peer_possible:
        await newcomer_leaves(house, tx, talk, "pass_stopped_danger")
        return
    first = await room.alias_of(tx, talk.staff)
    await room.tell_young(house, tx, talk, "pass_done", alias=newcomer.alias, peer=first)
    await tx.events.add([event("talk_passed_on", passing.to.value)], house.clock.now())
    if passing.to is Role.PROFESSIONAL:
        await beside.take_over(house, tx, newcomer, talk, warm=True)
    else:
        await _to_volunteer(house, tx, talk, newcomer, passing)


async def _to_volunteer(
    house: House, tx: UnitOfWork, talk: Handoff, newcomer: StaffMember, passing: Passing
) -> None:
    """The professional beside the talk, if any, stays beside it."""
    kept = talk.beside
    await tx.handoffs.save(talk, replace(talk, beside=None))
    case = await beside.case_after(house, tx, talk, passing.form)
    await talks.claim(house, tx, newcomer, case, warm=True)
    if kept is not None:
        await _stays_beside(house, tx, case.id, talk.id, kept)


async def _stays_beside(
    house: House, tx: UnitOfWork, case: HandoffId, before: HandoffId, kept: Beside
) -> None:
    fresh, member = await tx.handoffs.get(case), await tx.staff.get(kept.person)
    if fresh is None or member is None:
        return
    await tx.handoffs.save(fresh, replace(fresh, beside=kept))
    if member.current == before:
        await tx.staff.save(replace(member, current=case), house.clock.now())


async def newcomer_leaves(
    house: House, tx: UnitOfWork, talk: Handoff, name: str = "pass_newcomer_gone"
) -> None:
    """The one who would take over goes again: the talk goes on with the first."""
    assert talk.passing is not None
    newcomer = talk.passing.newcomer
    await _stops(house, tx, talk, name)
    if newcomer is None:
        return
    who, peer = await room.alias_of(tx, newcomer), await room.alias_of(tx, talk.staff)
    await room.tell_young(house, tx, talk, "pass_newcomer_left", alias=who, peer=peer)
    text = house.flowbook().staff("beside_left", alias=talk.alias)
    await room.tell(house, tx, newcomer, text)
    await room.forget_current(house, tx, newcomer, talk)


async def _stops(house: House, tx: UnitOfWork, talk: Handoff, name: str) -> None:
    """No hand-over any more; the first hears why, and stays."""
    await tx.handoffs.save(talk, replace(talk, passing=None))
    await tx.timers.delete(TimerKind.PASSING, talk.id)
    await _tell_first(house, tx, talk, name)


async def _tell_first(house: House, tx: UnitOfWork, talk: Handoff, name: str) -> None:
    if talk.staff is not None:
        await room.tell(house, tx, talk.staff, house.flowbook().staff(name, alias=talk.alias))


async def out_of_time(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The clock of the hand-over ran out: no answer, nobody came, or it is time to go."""
    talk = await tx.handoffs.get(HandoffId(timer.ref))
    if talk is None or not room.is_peer_talk(talk) or talk.passing is None:
        return
    if talk.passing.step is PassingStep.ASKED:
        await _stops(house, tx, talk, "pass_no_answer")
    elif talk.passing.step is PassingStep.OFFERED:
        await _stops(house, tx, talk, "pass_nobody_came")
        peer = await room.alias_of(tx, talk.staff)
        await room.tell_young(house, tx, talk, "pass_nobody", peer=peer)
    else:
        await finish(house, tx, talk)


async def offers_for(tx: UnitOfWork, member: StaffMember) -> list[Handoff]:
    """The talks that look for somebody like this member."""
    return [
        talk
        for talk in await tx.handoffs.active_for(Role.VOLUNTEER)
        if talk.passing is not None
        and talk.passing.step is PassingStep.OFFERED
        and talk.passing.to is member.role
        and member.person not in (talk.person, talk.staff)
    ]


def is_newcomer(talk: Handoff, person: PersonId) -> bool:
    """Is this the one who takes the talk over?"""
    return talk.passing is not None and talk.passing.newcomer == person
