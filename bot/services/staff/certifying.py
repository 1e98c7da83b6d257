"""`/certificaat`: a paper for who finished the training, with a name that is kept nowhere."""

from __future__ import annotations

import logging
from datetime import date

from bot.domain.certificate import LONGEST_NAME, Certificate
from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import VolunteerPath
from bot.errors import LettersUnknown
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import candidate_card, path
from bot.services.staff.mine import competences

log = logging.getLogger(__name__)

MOST_UNKNOWN = 10  # letters that are named in an answer
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)


async def command(house: House, tx: UnitOfWork, member: StaffMember, name: str) -> None:
    """`/certificaat` asks which name must stand on it; with a name behind it the paper is made."""
    if member.role is not Role.VOLUNTEER:
        await _say(house, tx, member, "unknown_command")
        return
    known = await path.path_of(tx, member, house.clock.now())
    if not candidate_card.is_trained(house, known):
        await _say(house, tx, member, "certificate_not_yet")
    elif not name.strip():
        await _say(house, tx, member, "certificate_how")
    elif len(name.strip()) > LONGEST_NAME:
        await _say(house, tx, member, "certificate_too_long", limit=LONGEST_NAME)
    else:
        await _make(house, tx, member, known, name.strip())


async def _make(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, name: str
) -> None:
    try:
        document = house.certificates(_certificate(house, known, name))
    except LettersUnknown as error:
        letters = " ".join(error.letters[:MOST_UNKNOWN])
        await _say(house, tx, member, "certificate_letters", letters=letters)
        return
    except Exception as error:  # the printer's own trouble; its words may hold the name
        log.error("a certificate failed: %s", type(error).__name__)
        await _say(house, tx, member, "certificate_trouble")
        return
    text = house.flowbook().staff("certificate_ready")
    await path.tell(house, tx, member.person, Reply(text, document=document))


def _certificate(house: House, known: VolunteerPath, name: str) -> Certificate:
    flowbook = house.flowbook()
    staff = flowbook.staff
    organisation = house.organisation.strip()
    own = f" {staff('paper_of', organisation=organisation)}" if organisation else ""
    titles = tuple(m.title for m in flowbook.training if m.module in known.modules)
    practised = (staff("paper_practice", count=known.practices),) if known.practices else ()
    return Certificate(
        title=staff("paper_title"),
        before_name=staff("paper_before_name"),
        name=name,
        after_name=staff("paper_after_name", of=own),
        sections=(
            (staff("paper_modules"), titles + practised),
            (staff("paper_competences"), tuple(competences(house, known))),
        ),
        given=staff("paper_given", day=_day(house.clock.now().date())),
        remark=staff("paper_remark", of=own),
    )


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    await path.tell(house, tx, member.person, Reply(house.flowbook().staff(name, **values)))
