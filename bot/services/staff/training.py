"""The training in the chat: one step at a time, with a small question, to stop and go on with."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import VolunteerPath
from bot.engine.training import Module, TrainingStep
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import candidate_card, path, practising

PRESS = "train"
LATER = "later"
Open = tuple[VolunteerPath, Module, int]  # whose, which module, the place of the step


async def go_on(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/training`: goes on where it was, or with the first module that is not done; `/training 2`
    begins that module (again), `/training stop` stops."""
    flowbook, wanted = house.flowbook(), argument.strip().casefold()
    if member.role is not Role.VOLUNTEER or not flowbook.training:
        await _say(house, tx, member, "unknown_command")
        return
    known = await path.path_of(tx, member, house.clock.now())
    if wanted in ("stop", LATER):
        await _stop(house, tx, member)
        return
    if wanted:
        await _begin_chosen(house, tx, member, known, wanted)
        return
    here = _open(house, known)
    following = next((m for m in flowbook.training if m.module not in known.modules), None)
    if here is not None:
        await _ask(house, tx, *here)
    elif following is not None:
        await _begin(house, tx, known, following)
    elif not is_complete(house, known):
        await practising.offer(house, tx, member)
    else:
        await _say(house, tx, member, "training_all_done", count=len(flowbook.training))


async def _begin_chosen(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, wanted: str
) -> None:
    modules = house.flowbook().training
    if wanted.isdecimal() and 1 <= int(wanted) <= len(modules):
        await _begin(house, tx, known, modules[int(wanted) - 1])
    else:
        await _say(house, tx, member, "training_which", count=len(modules))


async def _begin(house: House, tx: UnitOfWork, known: VolunteerPath, module: Module) -> None:
    flowbook = house.flowbook()
    number = flowbook.training.index(module) + 1
    values = {"number": number, "count": len(flowbook.training), "title": module.title}
    text = flowbook.staff("training_begins", **values)
    await path.tell(house, tx, known.person, Reply(text))
    await _ask(house, tx, known, module, 0)


async def _ask(
    house: House, tx: UnitOfWork, known: VolunteerPath, module: Module, place: int
) -> None:
    step = module.steps[place]
    await tx.volunteers.save(replace(known, place=f"{module.module}.{step.id}"))
    text = f"({place + 1}/{len(module.steps)}) {step.say}\n\n{step.ask}"
    await path.tell(house, tx, known.person, Reply(text, _buttons(house, module, step)))


def _buttons(house: House, module: Module, step: TrainingStep) -> tuple[Button, ...]:
    key = f"{PRESS}.{module.steps.index(step)}"
    shown = [Button(c.say, f"{key}.{i}.{module.module}") for i, c in enumerate(step.choices)]
    return (*shown, Button(house.flowbook().staff("training_later_button"), f"{PRESS}.{LATER}"))


def _open(house: House, known: VolunteerPath | None) -> Open | None:
    """Which question waits for this volunteer."""
    if known is None or not known.place:
        return None
    name, _, step = known.place.partition(".")
    module = house.flowbook().module(name)
    return (known, module, module.place_of(step)) if module is not None else None


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A button of the training. One of an earlier question is told kindly, never applied."""
    if ref == LATER:
        await _stop(house, tx, member)
        return
    here = _open(house, await tx.volunteers.get(member.person))
    place, _, rest = ref.partition(".")
    choice, _, module = rest.partition(".")
    if here is None or (place, module) != (str(here[2]), here[1].module):
        await _say(house, tx, member, "training_old_button")
        return
    if choice.isdecimal() and int(choice) < len(here[1].steps[here[2]].choices):
        await _answer(house, tx, member, here, int(choice))


async def typed(house: House, tx: UnitOfWork, member: StaffMember, text: str) -> bool:
    """Are these words the answer to the question that waits? Only asked when there is no talk."""
    here = _open(house, await tx.volunteers.get(member.person))
    if here is None:
        return False
    _, module, place = here
    choice = module.steps[place].chosen_by(text)
    if choice is not None:
        await _answer(house, tx, member, here, choice)
    elif text.strip().casefold() == house.flowbook().staff("training_later_button").casefold():
        await _stop(house, tx, member)
    else:
        await _say(house, tx, member, "training_unclear")
    return True


async def _answer(
    house: House, tx: UnitOfWork, member: StaffMember, here: Open, choice: int
) -> None:
    """A right answer goes on; any other is explained, and the question stays."""
    known, module, place = here
    step = module.steps[place]
    chosen = step.choices[choice]
    if not chosen.right:
        again = house.flowbook().staff("training_again")
        reply = Reply(f"{chosen.then}\n\n{again}", _buttons(house, module, step))
        await path.tell(house, tx, member.person, reply)
        return
    await path.tell(house, tx, member.person, Reply(chosen.then))
    if place + 1 < len(module.steps):
        await _ask(house, tx, known, module, place + 1)
    else:
        await _module_done(house, tx, member, known.with_module(module.module), module)


async def _module_done(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, module: Module
) -> None:
    await tx.volunteers.save(known)
    await _say(house, tx, member, "training_module_done", competence=module.competence)
    if any(m.module not in known.modules for m in house.flowbook().training):
        await _say(house, tx, member, "training_next")
    elif not is_complete(house, known):
        await practising.offer(house, tx, member)
    else:
        await practising.tell_complete(house, tx, member, known)


def is_complete(house: House, known: VolunteerPath) -> bool:
    """Was every module done, and a practice talk?"""
    return candidate_card.is_trained(house, known)


async def _stop(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    await _say(house, tx, member, "training_stopped")


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    await path.tell(house, tx, member.person, Reply(house.flowbook().staff(name, **values)))
