"""What a coordinator decides about candidates and volunteers, and what everybody notices of it."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Conversation
from bot.domain.handoff import Urgency
from bot.domain.ids import PersonId, new_id
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.services.handoff import handing_off
from tests.conftest import World
from tests.services.people import (
    CLAIM,
    asks_for_a_peer,
    invited,
    offers,
    talks_with_a_volunteer,
)
from tests.services.volunteering import (
    ALIAS,
    SEEN,
    WHY,
    applies,
    in_training,
    is_approved,
    is_screened,
    is_trained,
    status,
)

PANDA = "Rode Panda"


async def test_the_list_tells_status_and_days_by_alias(world: World) -> None:
    assert await world.types("/kandidaten", who="coordinator") == [world.staff("no_candidates")]
    await applies(world)
    await world.does(wait="3d")
    shown = await world.types("/kandidaten", who="coordinator")
    assert shown[0].splitlines()[-1] == f"- {ALIAS}: aangemeld, 3 dagen"
    assert WHY in shown[1]


@pytest.mark.parametrize("who", ["volunteer", "professional"])
@pytest.mark.parametrize(
    "command", ["/kandidaten", f"/gescreend {ALIAS} {SEEN}", f"/uit {PANDA} zomaar"]
)
async def test_only_a_coordinator_decides(world: World, who: str, command: str) -> None:
    await applies(world)
    assert await world.types(command, who=who) == [world.staff("unknown_command")]
    assert await status(world) == "applied"


async def test_a_talk_is_proposed_and_the_answer_comes_back(world: World) -> None:
    await applies(world)
    await world.presses("Gesprek plannen", who="coordinator")
    await world.types(f"/gesprek {ALIAS} dinsdag om 16.00 uur", who="coordinator")
    assert "Voorstel: dinsdag om 16.00 uur" in world.saw("young")[-1]
    assert await world.presses("Ja, dat past") == [world.young("volunteer_answered")]
    assert world.saw("coordinator")[-1] == f"Kandidaat {ALIAS} schrijft: ja"
    await world.types("/vrijwilliger liever op donderdag")
    assert world.saw("coordinator")[-1] == f"Kandidaat {ALIAS} schrijft: liever op donderdag"


async def test_a_screening_notes_what_was_seen_and_by_whom(world: World) -> None:
    await applies(world)
    await world.presses("Gescreend", who="coordinator")
    await world.types(f"/gescreend {ALIAS} 19 596.2 02-03-2026", who="coordinator")
    (row,) = await world.rows("volunteers")
    assert (row.status, row.age, row.proof, str(row.proof_date)) == (
        *("screened", 19, "596.2"),
        "2026-03-02",
    )
    moves = await world.rows("volunteer_moves")
    assert [(m.before, m.after, m.by) for m in moves] == [
        (None, "applied", "zelf"),
        ("applied", "screened", "Wijze Uil"),
    ]
    assert world.buttons("young")[0] == "Begin de training"


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("19 vog 11-03-2026", "proof_future"),
        ("19 vog 09-03-2025", "proof_old"),
        ("15 vog 02-03-2026", "proof_too_young"),
        ("vog 02-03-2026", "candidate_screened_how"),
        ("19 vog 31-02-2026", "candidate_screened_how"),
        ("19 paspoort 02-03-2026", "candidate_screened_how"),
        ("", "candidate_screened_how"),
    ],
)
async def test_a_screening_that_is_not_enough_is_told_and_not_noted(
    world: World, seen: str, said: str
) -> None:
    await applies(world)
    shown = await world.types(f"/gescreend {ALIAS} {seen}", who="coordinator")
    assert shown == [world.staff(said, alias=ALIAS, days=365)]
    assert await status(world) == "applied"


async def test_a_no_is_kind_and_the_reason_stays_with_the_coordinators(world: World) -> None:
    await applies(world)
    assert await world.types(f"/afwijzen {ALIAS}", who="coordinator") == [
        world.staff("reason_missing", alias=ALIAS)
    ]
    await world.types(f"/afwijzen {ALIAS} kon nog niet luisteren", who="coordinator")
    assert world.saw("young")[-1] == world.young("volunteer_rejected")
    assert "luisteren" not in world.saw("young")[-1]
    assert await status(world) == "left"
    async with world.application.house.units() as tx:
        (path,) = await tx.volunteers.all()
        moves = await tx.volunteers.moves(path.person)
    assert path.why == ""
    assert moves[-1].reason == "kon nog niet luisteren"


async def test_who_was_told_no_is_still_welcome_as_a_young_person(world: World) -> None:
    await applies(world)
    await world.types(f"/afwijzen {ALIAS} past niet", who="coordinator")
    said = await world.types("ze lachen me uit", means={"topic": "bullying"})
    assert said
    assert await world.types("/vrijwilliger") == [world.young("volunteer_left")]


async def test_the_whole_path_ends_on_duty_with_a_talk(world: World) -> None:
    await world.types("/dienst uit", who="volunteer")
    await is_trained(world)
    assert await world.types("/dienst aan") == [world.staff("not_yet_in_training")]
    assert world.buttons("coordinator") == ["Goedkeuren"]
    await world.presses("Goedkeuren", who="coordinator")
    assert world.saw("young")[-1] == world.staff("path_approved")
    assert await world.types("/dienst aan") == [world.staff("on_duty")]
    await asks_for_a_peer(world, "young2", "18 tot 24")
    assert world.saw("young")[-1].startswith("Een jongere wil met een maatje praten.")
    await world.presses(CLAIM)
    assert ALIAS in world.saw("young2")[-1]
    assert "Gesprekken: 1 tot 5" in (await world.types("/mijn"))[0]
    moves = [row.after for row in await world.rows("volunteer_moves")]
    assert moves == ["applied", "screened", "in_training", "approved"]


async def test_nobody_is_approved_before_all_modules(world: World) -> None:
    await in_training(world)
    assert await world.types(f"/goedkeuren {ALIAS}", who="coordinator") == [
        world.staff("not_trained", alias=ALIAS)
    ]
    assert await status(world) == "in_training"


async def test_approving_twice_counts_once(world: World) -> None:
    await is_approved(world)
    (said,) = await world.presses("Goedkeuren", who="coordinator")
    assert said == world.staff("not_in_status", alias=ALIAS, status="goedgekeurd")
    assert len(await world.rows("volunteer_moves")) == 4


async def test_an_invited_volunteer_counts_as_approved(world: World) -> None:
    assert "Jij bent nu: goedgekeurd" in (await world.types("/mijn", who="volunteer"))[0]
    await talks_with_a_volunteer(world)
    assert "Gesprekken: 1 tot 5" in (await world.types("/mijn", who="volunteer"))[0]


async def test_a_pause_lets_the_talk_run_on_and_brings_nothing_new(world: World) -> None:
    await talks_with_a_volunteer(world)
    (said,) = await world.types(f"/pauze {PANDA} even rust", who="coordinator")
    assert said == world.staff("volunteer_paused_in_talk", alias=PANDA)
    await world.types("hoi")
    assert world.saw("volunteer")[-1].endswith(": hoi")
    await world.types("/klaar", who="volunteer")
    before = len(offers(world, "volunteer"))
    await asks_for_a_peer(world, "young2")
    assert len(offers(world, "volunteer")) == before
    assert await world.types("/dienst aan", who="volunteer") == [world.staff("not_now_paused")]


async def test_who_is_paused_takes_no_talk_with_an_old_button(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types(f"/pauze {PANDA} even rust", who="coordinator")
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("not_now_paused")]


async def test_after_a_pause_one_may_again_but_duty_is_off(world: World) -> None:
    await world.types(f"/pauze {PANDA} even rust", who="coordinator")
    await world.types(f"/terug {PANDA} uitgerust", who="coordinator")
    assert world.saw("volunteer")[-1] == world.staff("path_back")
    assert await world.types("/dienst", who="volunteer") == [world.staff("off_duty")]
    assert await world.types("/dienst aan", who="volunteer") == [world.staff("on_duty")]


async def test_out_ends_the_talk_kindly_and_the_account_is_of_a_young_person_again(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await world.types(f"/uit {PANDA} afspraken niet gevolgd", who="coordinator")
    assert world.saw("volunteer")[-1] == world.staff("path_left")
    assert "afspraken" not in " ".join(world.saw("volunteer"))
    assert world.rule("closed_by_staff") in " ".join(world.saw("young"))
    assert (await world.types("hoi", means={"act": "greet"}, who="volunteer"))[0] == world.young(
        "intro"
    )
    assert [row.state for row in await world.rows("handoffs")] == ["closed"]


@pytest.mark.parametrize("argument", ["", "Blauwe Kat", "Rode", "Rode Pandabeer", "  "])
async def test_an_alias_that_is_nobody_is_told(world: World, argument: str) -> None:
    said = await world.types(f"/pauze {argument}", who="coordinator")
    assert said == [world.staff("which_volunteer")]


async def test_a_volunteer_of_17_gets_buddy_talks_with_minors_only(world: World) -> None:
    await world.types("/dienst uit", who="volunteer")
    await is_approved(world, seen="17 vog 02-03-2026", age="16 of 17")
    assert world.saw("young")[-1] == world.staff("path_approved_minor")
    await world.types("/dienst aan")
    for form, band, count in (
        ("confidant", "16_17", 0),
        (None, "16_17", 0),
        ("buddy", "18_24", 0),
        ("buddy", "16_17", 1),
    ):
        await wishes(world, form, band)
        assert len(offers(world, "young")) == count, (form, band)


async def wishes(world: World, form: str | None, band: str) -> None:
    """Somebody new of this age asks for a peer of this form."""
    house, person = world.application.house, PersonId(new_id())
    async with house.units() as tx:
        conversation = Conversation(person).remembering(age_band=band)
        conversation = await tx.conversations.save(conversation, world.clock.now())
        wish = RequestHandoff(Role.VOLUNTEER, Urgency.NORMAL, form)
        await handing_off.request(house, tx, conversation, wish)
        await tx.commit()
    await world.application.works.settle()


async def test_an_invitation_ends_an_application(world: World) -> None:
    await is_screened(world)
    await invited(world, "CODE", "volunteer", alias="Gouden Das", age=19)
    await world.types("/start CODE")
    assert await world.rows("volunteers") == []
    assert await world.types("/dienst aan") == [world.staff("on_duty")]
