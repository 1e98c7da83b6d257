"""Telegram groups: who leads them, taking part, what may be posted, and every way in which nothing leaks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.goals import CheckInWish
from bot.domain.ids import GroupNumber
from bot.domain.turn import JoinGroup, PostInGroup, SetGoal
from bot.services import checking_in
from bot.services.groups import joining, rounds
from bot.services.timing import plan_tidying
from tests.conftest import World
from tests.services.people import (
    CONCERN,
    SUICIDE_CONCERN,
    URGENT,
    person_of,
    talks_with_a_volunteer,
    urgent_cards,
)
from tests.services.people import joins as joins_staff

MAKE, NEUTRAL = "/groep nieuw Klas 3B nl dinsdag 17:00", "Hoi, past het nu?"
YES, ALLOW = "Ja, ik doe mee", "Ja, dit mag erin"
GROUP = "groep"
STEP = "mijn geheime stap"


def say(world: World, name: str, **values: object) -> str:
    return world.application.house.flowbook().groups.say(name, **values)


def tell(world: World, name: str, **values: object) -> str:
    return world.application.house.flowbook().groups.tell(name, **values)


def facts(**more: object) -> dict[str, object]:
    return {"number": 1, "title": "Klas 3B", "moment": "dinsdag om 17:00"} | more


async def linked(world: World, leader: str = "coach") -> None:
    """Group 1 is linked; the code of the link in it is UITN-0002."""
    await world.types(MAKE, who=leader)
    await world.does(**{"as": leader, "in_group": "/start UITN-0001"})


async def takes_part(world: World, *people: str) -> None:
    for who in people:
        await world.types("/start UITN-0002", who=who)
        await world.presses(YES, who=who)


async def has_goal(world: World, who: str = "young", step: str = STEP) -> None:
    person = await person_of(world, who)
    async with world.application.house.units() as tx:
        conversation = await tx.conversations.get(person)
        wish = SetGoal(step, "morgen", "nobody", CheckInWish("never"))
        await checking_in.set_goal(world.application.house, tx, conversation, wish)
        await tx.commit()


async def ready(world: World, *people: str) -> None:
    """These take part in group 1 and have a goal."""
    await linked(world)
    for who in people or ("young",):
        await takes_part(world, who)
        await has_goal(world, who)


async def allows(world: World, words: str = "iets kleins", who: str = "young") -> list[str]:
    await world.types("/groep ronde", who=who)
    await world.presses("Gelukt", who=who)
    await world.types(words, who=who)
    return await world.presses(ALLOW, who=who)


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("test.sqlite3*"))


async def entries(world: World) -> int:
    return len(await world.rows("group_entries"))


# --- leading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["volunteer", "professional", "moderator"])
async def test_only_a_coach_or_coordinator_makes_a_group(world: World, who: str) -> None:
    assert await world.types(MAKE, who=who) == [world.staff("unknown_command")]
    assert await world.rows("groups") == []


async def test_a_coordinator_can_lead_a_group_too(world: World) -> None:
    await linked(world, "coordinator")
    assert [row.state for row in await world.rows("groups")] == ["linked"]


async def test_who_leads_is_eighteen(world: World) -> None:
    await joins_staff(world, "friend", "coach", age=17)
    assert await world.types(MAKE, who="friend") == [tell(world, "too_young")]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Klas 3B dinsdag 17:00", "bad_region"),
        ("nl dinsdag 17:00", "bad_title"),
        ("Klas 3B nl", "bad_moment"),
        ("Klas 3B nl dinsdag 22:00", "bad_moment"),
        ("Klas 3B nl dinsdag 25:00", "bad_moment"),
        (f"{'Klas ' * 12} nl dinsdag 17:00", "bad_title"),
        ("bel 0612345678 nl dinsdag 17:00", "bad_title"),
    ],
)
async def test_what_is_not_clear_is_told(world: World, words: str, name: str) -> None:
    told = await world.types(f"/groep nieuw {words}", who="coach")
    assert told == [tell(world, name, limit=40)]
    assert await world.rows("groups") == []


async def test_the_title_keeps_its_words(world: World) -> None:
    told = await world.types("/groep nieuw Judo be jeugd vrijdag 16:30", who="coach")
    assert "Judo be jeugd" in told[0] or "Judo jeugd, vrijdag om 16:30" in told[0]


async def test_the_leader_sees_how_many_and_never_who(world: World) -> None:
    await ready(world, "young", "young2")
    await allows(world)
    told = await world.types("/groep 1", who="coach")
    assert told == [tell(world, "card", state="Loopt", count=2, waiting=1, **facts())]
    told = await world.types("/groep", who="coach")
    assert "Meedoen: 2" in told[0]


async def test_another_coach_leaves_it_alone_until_nobody_leads_it(world: World) -> None:
    await ready(world)
    await joins_staff(world, "friend", "coach", age=30)
    assert await world.types("/groep 1", who="friend") == [tell(world, "not_yours", number=1)]
    assert await world.types("/groep 1 neem", who="friend") == [tell(world, "not_taken", number=1)]
    await allows(world)
    await world.types("/vergeetmij ja", who="coach")
    assert tell(world, "leader_gone", **facts()) in world.saw("coordinator")
    await world.does(wait="27h")
    assert len([text for text in world.saw(GROUP) if "ronde van deze week" in text]) == 0
    assert await world.types("/groep 1 neem", who="friend") == [tell(world, "taken", number=1)]
    await world.does(wait="7d")
    assert "De ronde van deze week" in world.saw(GROUP)[-1]


async def test_a_pause_stops_asking_and_posting(world: World) -> None:
    await ready(world)
    await allows(world)
    await world.types("/groep 1 pauze", who="coach")
    await world.does(wait="27h")
    assert NEUTRAL not in world.saw("young")
    assert len(world.saw(GROUP)) == 1
    assert "staat nu even stil" in (await world.types("/groep"))[0]
    await world.types("/groep 1 door", who="coach")
    assert await world.types("/groep 1 door", who="coach") == [
        tell(world, "cannot", number=1, state="loopt")
    ]


async def test_a_new_link_ends_the_old_one(world: World) -> None:
    await linked(world)
    await world.types("/groep 1 link", who="coach")
    assert "UITN-0003" in world.saw(GROUP)[-1]
    assert world.staff("code_wrong") in await world.types("/start UITN-0002")
    assert "Klas 3B" in "\n".join(await world.types("/start UITN-0003", who="young2"))


async def test_a_leader_who_types_the_code_here_reads_where_it_belongs(world: World) -> None:
    await world.types(MAKE, who="coach")
    assert await world.types("/start UITN-0001", who="coach") == [tell(world, "link_in_group")]
    await world.does(**{"as": "coach", "in_group": "/start UITN-0001"})
    assert [row.state for row in await world.rows("groups")] == ["linked"]


# --- taking part ----------------------------------------------------------------------------------


async def test_before_the_yes_everybody_reads_that_the_others_see_their_name(world: World) -> None:
    await linked(world)
    said = await world.types("/start UITN-0002")
    assert sum("de anderen zien" in text and "Telegram-naam" in text for text in said) >= 1
    assert await world.rows("group_members") == []
    await world.presses("Nee, liever niet")
    assert await world.rows("group_members") == []


async def test_staff_do_not_take_part(world: World) -> None:
    await linked(world)
    told = await world.types("/start UITN-0002", who="volunteer")
    assert told == [tell(world, "code_staff")]


async def test_in_a_talk_with_a_human_the_group_waits(world: World) -> None:
    await linked(world)
    await talks_with_a_volunteer(world)
    assert await world.types("/start UITN-0002") == [say(world, "in_talk")]


async def test_who_told_an_age_outside_does_not_take_part(world: World) -> None:
    await linked(world)
    await world.types("hoi", means={"act": "greet"})
    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        known = (await tx.conversations.get(person)).remembering(age_band="under_12")
        await tx.conversations.save(known, world.clock.now())
        await tx.commit()
    assert await world.types("/start UITN-0002") == [say(world, "not_your_age")]


async def test_the_code_that_links_opens_nothing_else(world: World) -> None:
    await world.types(MAKE, who="coach")
    assert world.staff("code_wrong") in await world.types("/start UITN-0001")
    await world.does(**{"as": "young", "in_group": "/start UITN-0001"})
    assert [row.state for row in await world.rows("groups")] == ["made"]


async def test_a_yes_that_comes_twice_or_too_late_changes_nothing(world: World) -> None:
    await ready(world)
    house, person = world.application.house, await person_of(world, "young")
    for number in (1, 2):
        async with house.units() as tx:
            conversation = await tx.conversations.get(person)
            await joining.join(house, tx, conversation, JoinGroup(GroupNumber(number)))
            await tx.commit()
    await world.does(wait="1s")
    assert world.saw("young")[-2:] == [say(world, "already", **facts()), say(world, "gone")]
    assert len(await world.rows("group_members")) == 1


# --- what may be posted ---------------------------------------------------------------------------


async def test_no_goal_is_posted_that_was_not_chosen(world: World) -> None:
    await ready(world, "young", "young2")
    await world.does(wait="2h")
    assert world.saw("young")[-1] == world.saw("young2")[-1] == NEUTRAL
    await world.presses("Ja")
    await world.presses("Deze week niets")
    await world.presses("Nu niet", who="young2")
    await world.does(wait="25h")
    assert STEP not in "\n".join(world.saw(GROUP))
    assert tell(world, "round_silent", **facts()) in world.saw("coach")


async def test_saying_nothing_takes_back_what_was_allowed_before(world: World) -> None:
    await ready(world)
    await allows(world)
    assert await entries(world) == 1
    await world.types("/groep ronde")
    await world.presses("Deze week niets")
    assert await entries(world) == 0


async def test_who_allowed_something_already_is_not_asked(world: World) -> None:
    await ready(world)
    await allows(world)
    await world.does(wait="3h")
    assert NEUTRAL not in world.saw("young")


@pytest.mark.parametrize(
    "words",
    [
        "app me op 0612345678",
        "volg me op insta @noor_x",
        "zullen we afspreken",
        "kijk op www.mijnsite.nl",
    ],
)
async def test_contact_and_meeting_stay_out(world: World, words: str) -> None:
    await ready(world)
    await world.types("/groep ronde")
    await world.presses("Gelukt")
    said = await world.types(words)
    assert said[0] == say(world, "held")
    assert await entries(world) == 0


async def test_a_goal_with_a_meeting_in_it_is_not_offered_as_it_stands(world: World) -> None:
    await linked(world)
    await takes_part(world, "young")
    await has_goal(world, "young", "vragen: zullen we afspreken")
    await world.types("/groep ronde")
    await world.presses("Gelukt")
    assert "Mijn doel zoals het er staat" not in world.buttons()
    assert "Alleen hoe het ging" in world.buttons()


async def test_unkind_words_stay_out(world: World) -> None:
    await ready(world)
    unkind = world.application.house.flowbook().supporters.unkind[0]
    await world.types("/groep ronde")
    await world.presses("Gelukt")
    assert (await world.types(f"Sam is {unkind}"))[0] == say(world, "held_unkind")


async def test_what_goes_round_the_flow_is_held_by_the_service(world: World) -> None:
    await ready(world)
    house, person = world.application.house, await person_of(world, "young")
    for text in ("bel 0612345678", "ik wil dood"):
        async with house.units() as tx:
            conversation = await tx.conversations.get(person)
            await rounds.allow(house, tx, conversation, PostInGroup(GroupNumber(1), text))
            await tx.commit()
    assert await entries(world) == 0


async def test_urgent_danger_is_answered_in_private_and_takes_the_line_away(world: World) -> None:
    await ready(world)
    await allows(world)
    await world.types("/groep ronde")
    await world.presses("Gelukt")
    await world.types(URGENT)
    assert len(urgent_cards(world)) == 1
    assert await entries(world) == 0
    await world.does(wait="27h")
    assert len(world.saw(GROUP)) == 1


async def test_a_concern_takes_the_line_away_and_nothing_is_asked_meanwhile(world: World) -> None:
    await ready(world)
    await allows(world)
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    assert await entries(world) == 0
    assert await world.types("/groep ronde") == [say(world, "danger_open")]
    await world.does(wait="3h")
    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        conversation = await tx.conversations.get(person)
    assert "group_asks" not in [position.flow for position in conversation.stack]


async def test_danger_that_is_read_late_takes_the_line_away(world: World) -> None:
    await ready(world)
    world.language.teach("ik word er gek van hier", SUICIDE_CONCERN)
    world.language.away = True
    await allows(world, "ik word er gek van hier")
    assert await entries(world) == 1
    world.language.away = False
    await world.does(wait="1s")
    assert await entries(world) == 0


async def test_a_second_line_takes_the_place_of_the_first(world: World) -> None:
    await ready(world)
    await allows(world, "eerst dit")
    await allows(world, "toch dit")
    await world.does(wait="27h")
    posted = world.saw(GROUP)[-1].splitlines()
    assert posted[1:] == ["young: toch dit (gelukt)"]


async def test_a_text_on_more_lines_is_one_line_there(world: World) -> None:
    await ready(world)
    await allows(world, "eerst dit\nSam: ik ben stiekem\u202e iemand anders")
    await world.does(wait="27h")
    assert len(world.saw(GROUP)[-1].splitlines()) == 2


async def test_danger_behind_the_command_is_answered(world: World) -> None:
    await ready(world)
    await world.types(f"/groep {URGENT}")
    assert len(urgent_cards(world)) == 1


async def test_neither_the_title_nor_a_line_is_readable_in_the_files(
    world: World, tmp_path: Path
) -> None:
    await ready(world)
    await allows(world, "kanarievogeltje")
    data = on_disk(tmp_path)
    assert len(data) > 50_000
    for hidden in (b"kanarievogeltje", b"Klas 3B"):
        assert hidden not in data


# --- moments --------------------------------------------------------------------------------------


async def test_it_comes_every_week_at_the_same_hour(world: World) -> None:
    await ready(world)
    await world.does(wait="3h")
    await world.presses("Nu niet")
    await world.does(wait="7d")
    assert world.saw("young").count(NEUTRAL) == 2


async def test_after_stop_nothing_is_asked(world: World) -> None:
    await ready(world)
    await world.types("stop")
    await world.does(wait="27h")
    assert NEUTRAL not in world.saw("young")


async def test_with_a_human_in_the_chat_it_is_asked_after_it(world: World) -> None:
    await ready(world)
    await talks_with_a_volunteer(world)
    await world.does(wait="3h")
    assert NEUTRAL not in world.saw("young")
    await world.types("/klaar", who="volunteer")
    await world.does(wait="2h")
    assert NEUTRAL in world.saw("young")


async def test_a_round_after_a_restart_is_posted_once(world: World) -> None:
    await ready(world)
    await allows(world)
    await world.does(wait="27h")
    await world.does(wait="6d")
    assert sum("ronde van deze week" in text for text in world.saw(GROUP)) == 1


# --- going away -----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["weg", "vergeetmij", "left", "staff"])
async def test_who_goes_away_has_nothing_in_the_round(world: World, how: str) -> None:
    await ready(world, "young", "young2")
    await allows(world)
    if how == "weg":
        assert await world.types("/groep 1 weg") == [say(world, "left", **facts())]
    elif how == "vergeetmij":
        await world.types("/vergeetmij")
        await world.presses("Ja, wis alles")
    elif how == "left":
        await world.does(**{"as": "young", "sends": "left"})
    else:
        await joins_staff(world, "young", "volunteer", age=20)
    assert await entries(world) == 0
    assert len(await world.rows("group_members")) == 1
    await world.does(wait="27h")
    assert "iets kleins" not in "\n".join(world.saw(GROUP))


async def test_blocked_between_the_moment_and_the_sending_is_not_in_it(world: World) -> None:
    await ready(world, "young", "young2")
    await allows(world, "van young")
    await allows(world, "van young2", "young2")
    await world.does(wait="25h")
    await world.types("/groep 1 terug")
    await world.does(wait="2h")
    assert world.saw(GROUP)[-1].splitlines()[1:] == ["young2: van young2 (gelukt)"]


async def test_when_maatje_is_taken_out_everything_of_the_group_goes(world: World) -> None:
    await ready(world, "young", "young2")
    await allows(world)
    await world.does(**{"as": "coach", "in_group": "weg"})
    assert tell(world, "removed", **facts()) in world.saw("coach")
    for table in ("group_members", "group_entries"):
        assert await world.rows(table) == []
    kinds = {row.kind for row in await world.rows("timers")}
    assert not any(kind.startswith("group") for kind in kinds)
    assert await world.types("/groep") == [say(world, "none")]
    await world.does(wait="27h")
    assert len(world.saw(GROUP)) == 1
    world.clock.move(days=8)
    await plan_tidying(world.application.house)
    await world.does(wait="1s")
    assert await world.rows("groups") == []


async def test_the_round_in_a_flow_that_was_open_at_the_removal_goes_nowhere(world: World) -> None:
    await ready(world)
    await world.types("/groep ronde")
    await world.presses("Gelukt")
    await world.types("iets kleins")
    await world.does(**{"as": "coach", "in_group": "weg"})
    assert await world.presses(ALLOW) == [say(world, "gone")]
    assert await entries(world) == 0


async def test_a_quiet_group_is_not_tidied_away(world: World) -> None:
    await ready(world)
    world.clock.move_to(world.clock.now() + timedelta(days=40))
    await plan_tidying(world.application.house)
    await world.does(wait="1s")
    (group,) = await world.rows("groups")
    assert group.chat in [row.person for row in await world.rows("addresses")]
    assert len(await world.rows("group_members")) == 1
