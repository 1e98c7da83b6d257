"""Offers in waves, with reasons: who is asked first, who later, and what everybody reads."""

from __future__ import annotations

from bot.channels.terminal import update
from bot.domain.volunteer import Profile, Role, StaffMember
from bot.services.receiving import receive
from tests.conftest import World
from tests.services.people import (
    CLAIM,
    URGENT,
    asks_for_a_peer,
    joins,
    offers,
    person_of,
    states,
)

NOT_NOW = "Nu even niet"
YOUNG = "Groene Reiger"


async def volunteers(world: World, *names: str, age: int = 19) -> None:
    """More volunteers on duty."""
    async with world.application.house.units() as tx:
        now = world.clock.now()
        for name in names:
            person = await tx.people.at("terminal", name, now)
            await tx.staff.save(
                StaffMember(person, Role.VOLUNTEER, f"Kalme {name}", True, age), now
            )
        await tx.commit()


async def knows(world: World, who: str, **profile: object) -> None:
    """What a volunteer told about themselves."""
    person = await person_of(world, who)
    async with world.application.house.units() as tx:
        await tx.profiles.save(person, Profile(**profile), world.clock.now())  # type: ignore[arg-type]
        await tx.commit()


async def presses(world: World, who: str, label: str) -> list[str]:
    """Presses the newest button with this label, also of who has no line in the scripted door."""
    key = next(
        b.key
        for s in reversed(world.seen)
        if s.to == who
        for b in s.reply.buttons
        if b.label == label
    )
    before = len(world.saw(who))
    await receive(world.application.house, [update(who, press=key)])
    await world.application.works.settle()
    return world.saw(who)[before:]


def asked(world: World, *names: str) -> list[str]:
    return [name for name in names if offers(world, name)]


CROWD = ("volunteer", "v1", "v2", "v3", "v4")


async def test_the_best_three_are_asked_first_and_the_others_after_two_minutes(
    world: World,
) -> None:
    await volunteers(world, "v1", "v2", "v3", "v4")
    for who in ("v2", "v3", "v4"):
        await knows(world, who, languages=frozenset({"Turks"}))
    await wishes(world, "iemand die turks spreekt")
    assert asked(world, *CROWD) == ["v2", "v3", "v4"]
    assert world.rule("asked_everybody") not in world.saw("young")
    await world.does(wait="2m")
    assert asked(world, *CROWD) == [*CROWD]
    assert world.saw("young")[-1] == world.rule("asked_everybody")


async def wishes(world: World, words: str, *, age: str = "16 of 17") -> None:
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})
    await world.presses("Nederland")
    await world.presses(age)
    await world.types(words)


async def test_who_cannot_now_passes_the_offer_to_the_next_at_once(world: World) -> None:
    await volunteers(world, "v1", "v2", "v3")
    await asks_for_a_peer(world)
    first = asked(world, "volunteer", "v1", "v2", "v3")
    (left,) = {"volunteer", "v1", "v2", "v3"} - {*first}
    assert await presses(world, first[0], NOT_NOW) == [world.staff("declined")]
    assert asked(world, left) == [left]
    assert world.rule("asked_everybody") not in world.saw("young")


async def test_an_offer_can_be_declined_by_typing_and_taken_all_the_same_later(
    world: World,
) -> None:
    await asks_for_a_peer(world)
    assert await world.types("/nietnu", who="volunteer") == [world.staff("declined")]
    assert await world.types("/nietnu", who="volunteer") == [world.staff("claim_ended")]
    assert await states(world) == ["offered"]
    await world.types("/volgende", who="volunteer")
    assert await states(world) == ["active"]


async def test_the_words_of_the_button_decline_too(world: World) -> None:
    await asks_for_a_peer(world)
    assert await world.types("nu even niet", who="volunteer") == [world.staff("declined")]


async def test_who_goes_off_duty_leaves_no_offer_behind(world: World) -> None:
    await volunteers(world, "v1", "v2", "v3")
    await asks_for_a_peer(world)
    left = next(name for name in ("v1", "v2", "v3", "volunteer") if not offers(world, name))
    first = asked(world, "volunteer", "v1", "v2", "v3")
    await receive(world.application.house, [update(first[0], text="/dienst uit")])
    await world.application.works.settle()
    assert offers(world, left)


async def test_after_a_quarter_of_an_hour_the_professional_may_take_it(world: World) -> None:
    await asks_for_a_peer(world)
    await world.does(wait="14m")
    assert offers(world, "professional") == []
    await world.does(wait="1m")
    (card,) = offers(world, "professional")
    assert card.startswith("Kan jij even?")
    assert YOUNG not in card
    assert world.rule("asked_professional") in world.saw("young")
    await world.presses(CLAIM, who="professional")
    assert world.rule("professional_instead") in world.saw("young")[-1]
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("claim_not_yours")]
    await world.types("mijn nummer is 0612345678", who="young")
    assert "0612345678" in world.saw("professional")[-1]  # nothing is held back from a professional


async def test_a_professional_who_comes_late_sees_what_nobody_took(world: World) -> None:
    await world.types("/dienst uit", who="professional")
    await asks_for_a_peer(world)
    await world.does(wait="20m")
    assert world.rule("asked_professional") not in world.saw("young")
    await world.types("/dienst aan", who="professional")
    assert [text.split("?")[0] for text in offers(world, "professional")] == ["Kan jij even"]
    assert world.rule("asked_professional") in world.saw("young")
    assert len(offers(world, "volunteer")) == 1


async def test_a_professional_cannot_take_a_wish_for_a_peer_before_its_time(world: World) -> None:
    await asks_for_a_peer(world)
    for typed in ("/neem", "/volgende"):
        assert await world.types(typed, who="professional") == [world.staff("claim_ended")]
    assert await states(world) == ["offered"]


async def test_danger_makes_the_widening_wait_and_reaches_no_peer(world: World) -> None:
    await volunteers(world, "v1", "v2", "v3")
    await asks_for_a_peer(world)
    before = asked(world, "volunteer", "v1", "v2", "v3")
    await world.types(URGENT)
    await world.does(wait="20m")
    assert asked(world, "volunteer", "v1", "v2", "v3") == before
    assert world.rule("asked_everybody") not in world.saw("young")
    assert await world.types("/volgende", who="volunteer") == [world.staff("nothing_next")]


# --- the next one ----------------------------------------------------------------------------------


async def test_the_next_one_is_who_waits_longest(world: World) -> None:
    await asks_for_a_peer(world)
    await world.does(wait="1m")
    await asks_for_a_peer(world, "young2")
    await world.types("/volgende", who="volunteer")
    await world.types("hoi")
    assert world.saw("volunteer")[-1] == f"{YOUNG}: hoi"
    assert await world.types("/volgende", who="volunteer") == [world.staff("claim_full")]


async def test_the_next_one_says_why_when_there_is_nobody(world: World) -> None:
    assert await world.types("/volgende", who="volunteer") == [world.staff("nothing_next")]
    await world.types("/dienst uit", who="volunteer")
    assert await world.types("/volgende", who="volunteer") == [world.staff("next_off_duty")]
    await world.types("/dienst aan", who="volunteer")
    await world.types("/dienst uit", who="professional")
    assert await world.types("/volgende", who="volunteer") == [world.staff("next_no_professional")]
    assert await world.types("/volgende", who="coordinator") == [world.staff("claim_not_yours")]


async def test_nobody_gets_as_next_whom_they_do_not_fit(world: World) -> None:
    await joins(world, "friend", "volunteer", age=30)
    await asks_for_a_peer(world, age="12 tot 15")
    assert await world.types("/volgende", who="friend") == [world.staff("nothing_next")]


# --- reasons ---------------------------------------------------------------------------------------


async def test_the_offer_and_the_young_person_read_why(world: World) -> None:
    await world.types("/profiel ervaring pesten", who="volunteer")
    await world.types("/profiel delen ja", who="volunteer")
    await bullied_asks(world)
    assert "omdat je zelf weet hoe het is om gepest te worden" in offers(world, "volunteer")[0]
    said = await world.types("/waarom Groene Reiger", who="coordinator")
    assert "1. Rode Panda (heeft de vraag nu): weet zelf hoe het is om gepest te worden" in said[0]
    await world.presses(CLAIM, who="volunteer")
    told = "Rode Panda is 19 jaar en weet zelf hoe het is om gepest te worden."
    assert told in world.saw("young")[-1]
    assert "(nam het gesprek)" in (await world.types("/waarom groene reiger", who="coordinator"))[0]


async def bullied_asks(world: World) -> None:
    await world.types("ze lachen me uit", means={"topic": "bullying"})
    for label in ("Ik wil iemand spreken", "Een maatje", "Nederland", "16 of 17"):
        await world.presses(label)
    for label in ("Een mentor", "Maakt niet uit"):
        await world.presses(label)


async def test_what_a_volunteer_does_not_share_no_young_person_reads(world: World) -> None:
    await world.types("/profiel ervaring pesten", who="volunteer")
    await bullied_asks(world)
    await world.presses(CLAIM, who="volunteer")
    assert "Rode Panda is 19 jaar en komt als mentor: " in world.saw("young")[-1]
    assert "gepest" not in world.saw("young")[-1]


async def test_only_a_coordinator_reads_the_ranking_and_by_alias_only(world: World) -> None:
    await joins(world, "friend", "volunteer", age=30)
    await asks_for_a_peer(world)
    for who in ("volunteer", "professional"):
        said = await world.types(f"/waarom {YOUNG}", who=who)
        assert said == [world.staff("unknown_command")]
    (said,) = await world.types(f"/waarom {YOUNG}", who="coordinator")
    assert "Gouden Das niet: de leeftijd past niet" in said
    ids = [row.person for row in await world.rows("addresses")]
    assert not any(person in said for person in ids)
    assert await world.types("/waarom Niemand", who="coordinator") == [world.staff("why_which")]


# --- wishes ----------------------------------------------------------------------------------------


async def test_a_wish_keeps_out_who_is_known_to_conflict_and_can_be_dropped(world: World) -> None:
    await world.types("/profiel ik man", who="volunteer")
    await wishes(world, "liever een meisje")
    assert offers(world, "volunteer") == []
    await world.presses("Ik wacht liever")
    assert world.rule("wish_unmet") in world.saw("young")
    assert await world.types("/volgende", who="volunteer") == [world.staff("nothing_next")]
    await world.does(wait="10m")
    await world.presses("Ja")
    await world.presses("Vraag iedereen maar")
    assert len(offers(world, "volunteer")) == 1


async def test_a_wish_counts_only_against_what_is_known(world: World) -> None:
    await wishes(world, "liever een meisje en niet uit gelderland")
    assert len(offers(world, "volunteer")) == 1
    said = await world.presses(CLAIM, who="volunteer")
    assert "liever een meisje, niemand uit Gelderland" in said[0]


async def test_nobody_takes_by_typing_what_a_wish_keeps_from_them(world: World) -> None:
    await world.types("/profiel ik man", who="volunteer")
    await joins(world, "friend", "volunteer", age=20)
    await wishes(world, "liever een meisje")
    assert (len(offers(world, "volunteer")), len(offers(world, "friend"))) == (0, 1)
    assert await world.types("/neem", who="volunteer") == [world.staff("claim_not_yours")]
    assert await world.types("/volgende", who="volunteer") == [world.staff("nothing_next")]


async def test_wishes_are_asked_once_and_the_words_are_not_kept(world: World) -> None:
    await wishes(world, "pff kanarie doe maar wat")
    await world.types("stop")
    await world.types("mag ik met iemand praten")
    assert world.saw("young")[-1].startswith(world.rule("peer_offered").partition("{")[0])
    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        remembered = (await tx.conversations.get(person)).remembered
    assert "kanarie" not in " ".join(remembered.values())


# --- profile ---------------------------------------------------------------------------------------


async def test_a_profile_is_made_with_words_and_buttons(world: World) -> None:
    assert (
        "Zelf meegemaakt: pesten."
        in (await world.types("/profiel ervaring Pesten", who="volunteer"))[0]
    )
    await world.types("/profiel turks", who="volunteer")
    await world.types("/profiel provincie gelderlant", who="volunteer")
    await world.types("/profiel", who="volunteer")
    await world.presses("Zelf meegemaakt", who="volunteer")
    assert "✓ pesten" in world.buttons("volunteer")
    await world.presses("faalangst", who="volunteer")
    (said,) = await world.types("/profiel", who="volunteer")
    assert "pesten, faalangst" in said or "faalangst, pesten" in said
    assert "Talen: Turks." in said
    assert "Provincie: Gelderland." in said
    await world.types("/profiel weg turks", who="volunteer")
    await world.types("/profiel weg provincie", who="volunteer")
    (said,) = await world.types("/profiel", who="volunteer")
    assert "Talen: nog niets." in said
    assert "Provincie: nog niets." in said
    assert await world.types("/profiel leeg", who="volunteer") == [world.staff("profile_emptied")]


async def test_what_a_profile_does_not_know_is_said_kindly(world: World) -> None:
    for typed in ("/profiel blablabla", "/profiel ervaring blablabla", "/profiel weg"):
        assert await world.types(typed, who="volunteer") == [world.staff("profile_unclear")]
    for who in ("professional", "coordinator"):
        assert await world.types("/profiel", who=who) == [world.staff("profile_volunteers")]


async def test_a_volunteer_who_leaves_takes_profile_and_offers_along(world: World) -> None:
    await world.types("/profiel ervaring pesten", who="volunteer")
    await asks_for_a_peer(world)
    assert len(await world.rows("profiles")) == len(await world.rows("offers")) == 1
    await world.types("/vergeetmij ja", who="volunteer")
    assert await world.rows("profiles") == await world.rows("offers") == []


async def test_who_forgets_everything_leaves_no_offer(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await world.rows("offers") == []
