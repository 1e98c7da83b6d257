"""Where a mediation meets the rest: who is beside it, `/meld`, erasing, waiting, debriefing, other talks."""

from __future__ import annotations

from sqlalchemy import text as sql

from tests.conftest import World
from tests.services.people import (
    CLAIM,
    CLEAR,
    CONCERN,
    READ,
    SUICIDE_CONCERN,
    TAKE_OVER,
    URGENT,
    asks_for_a_professional,
    offers,
    person_of,
    states,
    talks_with_a_volunteer,
)
from tests.services.test_mediation import (
    FIRST,
    OTHER,
    PEER,
    both_agree,
    invites,
    mediates,
    mediator,
    opens,
    says,
    seen,
)

# --- who is beside one of the parties ---------------------------------------------------------------


async def joined(world: World) -> None:
    """A professional has come beside the first, because of a concern."""
    await mediates(world)
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    await world.types(f"/samen {FIRST}", who="professional")


async def test_words_of_who_is_beside_one_never_reach_the_other_who_is_apart(
    world: World,
) -> None:
    await joined(world)
    await says(world, f"/apart {OTHER}", "volunteer")
    told = await says(world, "denk je aan doodgaan?", "professional")
    assert "young2" not in told
    assert any("denk je aan doodgaan?" in text for text in told["young"])


async def test_danger_of_the_other_does_not_turn_the_words_of_who_is_beside_the_first(
    world: World,
) -> None:
    await joined(world)
    await says(world, URGENT, "young2")
    told = await says(world, "denk je nog aan pillen?", "professional")
    assert "young2" not in told
    assert "young" in told


async def test_in_a_pause_who_is_beside_speaks_with_one_alone(world: World) -> None:
    await mediates(world)
    await world.types("/samen", who="volunteer")
    await world.presses("Ik kom erbij", who="professional")
    assert "young2" in await says(world, "hallo samen", "professional")
    await says(world, "/stil", "volunteer")
    told = await says(world, "hoe is het met je?", "professional")
    assert "young" in told
    assert "young2" not in told


# --- `/meld` -----------------------------------------------------------------------------------------

DIRTY = "stuur foto's of ik maak je kapot"


async def reports_sexual(world: World, about: str) -> None:
    """The first reports the talk: it was about sex, and it was about this one."""
    await mediates(world)
    await says(world, DIRTY, "young2")
    await world.types("/meld")
    assert world.saw("young")[-1] == world.young("report_about_ask")
    await world.presses(about)
    await world.presses("Ging over seks")


async def test_a_report_about_the_other_does_not_blame_the_mediator(world: World) -> None:
    await reports_sexual(world, "Over de ander")
    assert await world.rows("suspensions") == []
    told = world.saw("coordinator")
    assert any(f"het gaat over {OTHER}" in text for text in told)
    assert DIRTY not in "\n".join(told)
    (line,) = await world.types("/meldingen", who="coordinator")
    assert f"{FIRST} meldt {OTHER}" in line


async def test_a_report_about_the_mediator_gives_them_rest(world: World) -> None:
    await reports_sexual(world, "Over de bemiddelaar")
    assert len(await world.rows("suspensions")) == 1
    (line,) = await world.types("/meldingen", who="coordinator")
    assert f"{FIRST} meldt {PEER}" in line


async def test_who_is_named_later_counts_for_the_reason_that_was_given_before(
    world: World,
) -> None:
    await reports_sexual(world, "Over de ander")
    assert await world.rows("suspensions") == []
    await world.types("/meld")
    await world.presses("Over de bemiddelaar")
    assert len(await world.rows("suspensions")) == 1
    (row,) = await world.rows("reports")
    assert row.about == "both"


async def test_own_words_at_the_first_question_are_kept(world: World) -> None:
    await mediates(world)
    await world.types("/meld")
    said = await world.types("die ander zei dat hij me opwacht")
    assert world.young("report_ask") in said[-1]
    (line,) = await world.types("/meldingen", who="coordinator")
    assert "met toelichting" in line


async def test_in_a_talk_of_two_nobody_asks_whom_it_is_about(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    assert world.saw("young")[-1] == world.young("report_ask")


async def test_after_a_report_the_two_do_not_come_together_again(world: World) -> None:
    await reports_sexual(world, "Over de ander")
    await world.presses("Sla over")
    for first, second, code in (("young", "young2", 2), ("young2", "young", 3)):
        await world.types("/stop", who="young2")
        await world.types("bemiddeling", who=first)
        while world.buttons(first) and "Ja" not in world.buttons(first):
            await world.presses(world.buttons(first)[0], who=first)
        await world.presses("Ja", who=first)
        said = await world.types(f"/start UITN-000{code}", who=second)
        assert said[-1] == world.young("shared_code_impossible")
        await world.types("/stop", who=first)
    assert len(await world.rows("shared_parties")) == 4  # the two of before, and each inviter alone


async def test_an_erased_person_is_not_in_a_report_about_them(world: World) -> None:
    await reports_sexual(world, "Over de ander")
    person = await person_of(world, "young2")
    await world.types("/vergeetmij", who="young2")
    await world.presses("Ja, wis alles", who="young2")
    (row,) = await world.rows("reports")
    assert person not in map(str, row)
    assert row.other_alias == OTHER


# --- erasing -----------------------------------------------------------------------------------------

THREAT = "kom naar het park of ik sla je"


async def erases(world: World, who: str) -> list[str]:
    asked = await world.types("/vergeetmij", who=who)
    await world.presses("Ja, wis alles", who=who)
    return asked


async def opened_lines(world: World) -> list[str]:
    async with world.application.house.units() as tx:
        (report,) = await tx.reports.all()
        return [line.text for line in await tx.reports.lines(report.id)]


async def test_who_threatened_and_is_erased_does_not_take_the_evidence_along(world: World) -> None:
    await mediates(world)
    await says(world, THREAT, "young2")
    await says(world, "rustig allebei", "volunteer")
    person = await person_of(world, "young2")
    asked = await erases(world, "young2")
    assert asked[0] == world.young("forget_shared")
    for row in await world.rows("relayed_lines"):
        assert person not in map(str, row)
    await world.types("/meld")
    assert await opened_lines(world) == [f"({OTHER}) {THREAT}", "rustig allebei"]


async def test_what_the_mediator_said_stays_with_who_remains(world: World) -> None:
    await mediates(world)
    await says(world, "alleen ik deed lelijk", "volunteer")
    await erases(world, "young")  # the lines of the mediator were kept with the case of the first
    await world.types("/meld", who="young2")
    assert await opened_lines(world) == ["alleen ik deed lelijk"]


async def test_what_nobody_else_read_goes_at_once(world: World) -> None:
    await mediates(world)
    await world.types(f"/apart {OTHER}", who="volunteer")
    await says(world, "dit is geheim", "young2")
    await erases(world, "young2")
    assert await world.rows("relayed_lines") == []


async def test_when_the_other_is_erased_too_nothing_is_left(world: World) -> None:
    await mediates(world)
    await says(world, THREAT, "young2")
    await erases(world, "young2")
    await erases(world, "young")
    assert await world.rows("relayed_lines") == []


async def test_who_never_was_in_such_a_talk_is_not_told_of_it(world: World) -> None:
    await both_agree(world)
    assert world.young("forget_shared") not in await world.types("/vergeetmij")


# --- waiting, silence, what comes after --------------------------------------------------------------


async def test_a_mediator_who_is_silent_can_be_waited_for_or_stopped(world: World) -> None:
    await mediates(world)
    await says(world, "hoi")
    await world.does(wait="11m")
    assert world.saw("young")[-1] == world.young("shared_unanswered").replace("{alias}", PEER)
    assert world.buttons("young") == ["Stop dit gesprek"]
    assert any("de bemiddeling waar" in text for text in world.saw("coordinator"))


async def test_after_no_danger_the_mediator_hears_that_it_may_go_on(world: World) -> None:
    await mediates(world)
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    await world.presses(READ, who="professional")
    told = seen(await world.does(**{"as": "professional", "press": CLEAR}))
    assert world.staff("shared_cleared", alias=FIRST) in told["volunteer"]
    assert "young2" not in told


async def test_danger_of_the_other_party_makes_the_talk_heavy_too(world: World) -> None:
    await mediates(world)
    await says(world, URGENT, "young2")
    await world.types(f"/praat {FIRST}", who="volunteer")
    told = await says(world, "/klaar", "volunteer")
    assert world.staff("debrief_ask", alias=FIRST) in told["volunteer"]
    assert [row.debrief_open for row in await world.rows("handoffs")].count(True) == 1


async def test_a_typed_answer_is_about_the_case_that_was_asked(world: World) -> None:
    await mediates(world)
    await says(world, URGENT, "young2")
    await says(world, "/klaar", "volunteer")
    told = await says(world, "Moe", "volunteer")
    assert told["volunteer"] == [world.staff("felt_tired")]
    assert not any(row.debrief_open for row in await world.rows("handoffs"))


async def test_no_pair_comes_of_a_mediation(world: World) -> None:
    await mediates(world)
    await world.types("/klaar", who="volunteer")
    for who in ("young", "young2"):
        await world.presses("Fijn", who=who)
        await world.presses("Ja", who=who)
        assert "Later nog eens met dit maatje" not in world.buttons(who)


async def test_the_aliases_of_a_mediation_are_fresh(world: World) -> None:
    await talks_with_a_volunteer(world, "friend")
    await world.types("/klaar", who="volunteer")
    async with world.application.database.engine.begin() as db:
        await db.execute(sql("update handoffs set alias = :alias"), {"alias": OTHER})
    await both_agree(world)
    assert [row.alias for row in await world.rows("handoffs")].count(OTHER) == 1


async def test_somebody_else_after_one_left_is_no_mediator(world: World) -> None:
    await mediates(world)
    await world.types("/stop", who="young2")
    await world.types("/iemandanders")
    (asked,) = [row for row in await world.rows("handoffs") if row.shared is None]
    assert asked.form is None


async def test_it_is_not_offered_while_one_is_in_a_talk_and_it_is_after_it(world: World) -> None:
    await mediator(world)
    await invites(world)
    await asks_for_a_professional(world)
    await world.presses(CLAIM, who="professional")
    await opens(world)
    await world.presses("Ja", who="young2")
    assert offers(world, "volunteer") == []
    await world.types("/klaar", who="professional")
    assert len(offers(world, "volunteer")) == 1
    await world.presses(CLAIM, who="volunteer")
    assert (await states(world)).count("active") == 2


async def test_who_takes_one_over_reads_what_the_other_wrote_to_them_marked(world: World) -> None:
    await mediates(world)
    await says(world, THREAT, "young2")
    await says(world, URGENT)
    told = seen(await world.does(**{"as": "professional", "press": TAKE_OVER}))
    assert any(f"({OTHER}) {THREAT}" in text for text in told["professional"])
    taken = world.staff("taken_over", alias=FIRST)
    assert any(text.startswith(taken) for text in told["volunteer"])


async def test_a_question_of_the_mediator_says_that_there_are_two(world: World) -> None:
    await mediates(world)
    told = await says(world, "/achterwacht help", "volunteer")
    card = world.staff("backup_shared", alias=FIRST, other=OTHER, staff=PEER)
    assert any(card in text for text in told["professional"])


async def test_the_coordinator_hears_that_the_other_is_still_with_who_was_reported(
    world: World,
) -> None:
    await reports_sexual(world, "Over de bemiddelaar")
    told = world.saw("coordinator")
    assert world.staff("report_other_there", staff=PEER, other=OTHER) in told
