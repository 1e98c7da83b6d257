"""A goal that is shared with somebody one knows: what they see and hear, how they cheer, and every end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.services.rereading import reread
from bot.services.supporters.sharing import renew
from tests.conftest import World
from tests.services.people import CLAIM, URGENT, asks_for_a_peer, joins, person_of, urgent_cards
from tests.services.supporting import (
    CHEER,
    HELLO,
    LINE,
    OBSTACLE,
    STEP,
    WHEN,
    WORDS,
    another_link,
    makes_a_link,
    opens,
    says,
    sends,
    sets_a_goal,
    supports,
    tells,
)
from tests.test_privacy import on_disk


async def state(world: World) -> list[tuple[str, str | None]]:
    rows = sorted(await world.rows("supporters"), key=lambda row: row.created_at)
    return [(row.state, row.ended_why) for row in rows]


async def hears_at_last(world: World) -> list[str]:
    """Everything that the young person reads after saying that it suits."""
    await world.does(wait="11m")
    assert world.saw("young")[-1] == HELLO
    return await world.presses("Ja")


# --- what is seen -----------------------------------------------------------------------------------


async def test_what_the_other_sees_is_shown_word_for_word_before_there_is_a_link(
    world: World,
) -> None:
    await sets_a_goal(world)
    await makes_a_link(world, hears="Alleen als het gelukt is")
    preview = next(text for text in world.saw("young") if text.startswith("Dit leest oma"))
    await opens(world, "UITN-0001")
    explained, thanked, goal = world.saw("friend")
    assert explained in preview
    assert goal in preview
    assert WORDS in goal
    assert thanked == tells(world, "thanks")
    assert "niets van wat je hier vertelt" in preview


async def test_nothing_is_made_before_the_preview_got_a_yes(world: World) -> None:
    await sets_a_goal(world)
    await world.types("oma")
    await world.presses("Zo is het goed")
    await world.presses("Me aanmoedigen")
    await world.presses("Niks")
    await world.presses("Toch niet delen")
    assert await world.rows("supporters") == []


async def test_without_own_words_only_the_step_is_shared(world: World) -> None:
    await sets_a_goal(world)
    await world.types("oma")
    await world.presses("Zo is het goed")
    await world.presses("Het samen doen")
    await world.presses("Niks")
    await world.presses("Maak de link")
    await opens(world, "UITN-0001")
    seen = "\n".join(world.saw("friend"))
    assert STEP in seen
    assert WHEN not in seen
    assert OBSTACLE not in seen


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("bel me op 06 12345678", "goal_contact"),
        ("x" * 201, "support_long"),
        (URGENT, "goal_danger"),
    ],
)
async def test_words_that_cannot_be_shared_are_asked_again(
    world: World, words: str, said: str
) -> None:
    await sets_a_goal(world)
    await world.types("oma")
    told = await world.types(words)
    expected = world.young(said).replace("{limit}", "200")
    if said == "goal_danger":
        assert told[0].startswith(world.urgent("suicide")[:20])
    else:
        assert told[0] == expected
    assert await world.rows("supporters") == []


async def test_nothing_of_the_young_person_leaks(world: World) -> None:
    """Everything that the supporter ever saw holds no other text of the young person."""
    told = [
        "mijn moeder is ziek en ik slaap slecht",
        "ik word gepest door sterre",
        "het viel mee door mijn zus",
        "tweede doel over wiskunde",
    ]
    await world.types(told[0], means={"topic": "care", "act": "tell"})
    await world.types("stop")
    await supports(world, hears="Gelukt en deels gelukt")
    await world.types(told[1], means={"topic": "bullying", "act": "tell"})
    await world.types("stop")
    await world.types("hoi", means={"act": "greet"})
    await world.does(wait="25h")
    await world.presses("Ja")
    await world.presses("Gelukt")
    await world.types(told[2])
    await world.presses("Bekijken", who="friend")
    await sends(world, "wat is er aan de hand met haar?")
    await sends(world, "goed bezig")
    await world.types("/steun", who="friend")
    await world.types("/wieleestdit", who="friend")
    await world.types("wie is zij eigenlijk", who="friend")
    await world.types("/steun 1 stop")
    await world.does(wait="24h")
    await world.types("hallo", who="friend")
    seen = "\n".join(world.saw("friend")).casefold()
    own = [STEP, WHEN, OBSTACLE, "oma", *told]
    assert [text for text in own if text.casefold() in seen] == []
    assert seen.count(WORDS) >= 2  # what was allowed, and nothing else


async def test_only_a_hash_of_the_code_is_kept(world: World) -> None:
    await sets_a_goal(world)
    code = await makes_a_link(world)
    (row,) = await world.rows("supporters")
    assert code not in str(tuple(row))
    assert len(row.code_hash) == 64


# --- the link ---------------------------------------------------------------------------------------


async def test_the_owner_cannot_open_their_own_link(world: World) -> None:
    await sets_a_goal(world)
    code = await makes_a_link(world)
    assert await world.types(f"/start {code}") == [tells(world, "code_own")]
    assert await state(world) == [("invited", None)]


async def test_ten_people_open_it_and_one_gets_in(world: World) -> None:
    await sets_a_goal(world)
    code = await makes_a_link(world)
    await opens(world, code)
    for _ in range(5):
        assert await world.types(f"/start {code}", who="young2") == [tells(world, "code_used")]
    assert await state(world) == [("active", None)]
    assert WORDS not in "\n".join(world.saw("young2"))


async def test_who_opened_it_gets_the_question_and_later_the_goal_again(world: World) -> None:
    await sets_a_goal(world)
    code = await makes_a_link(world)
    asked = await world.types(f"/start {code}", who="friend")
    assert await world.types(f"/start {code}", who="friend") == asked
    assert await world.types("wat is dit", who="friend") == asked  # any other words too
    await world.types("ja", who="friend")
    assert WORDS in (await world.types(f"/start {code}", who="friend"))[0]


async def test_a_link_is_over_after_three_days_and_a_new_one_works(world: World) -> None:
    await sets_a_goal(world, when="Liever niet")
    code = await makes_a_link(world)
    await world.does(wait="73h")
    assert await world.types(f"/start {code}", who="friend") == [tells(world, "code_expired")]
    assert "verlopen" in (await world.types("/steun"))[0]
    await world.types("/steun 1 link")
    assert await world.types(f"/start {code}", who="friend") == [tells(world, "code_over")]
    await opens(world, "UITN-0002")
    assert await state(world) == [("ended", "stopped"), ("active", None)]


async def test_a_link_does_not_work_after_the_end(world: World) -> None:
    code = await supports(world)
    await world.types("/steun 1 stop")
    for who in ("friend", "young2", "young"):
        assert (await world.types(f"/start {code}", who=who))[-1] == tells(world, "code_over")


async def test_who_is_blocked_does_not_come_back_with_a_new_link(world: World) -> None:
    await supports(world)
    await world.types("/steun")
    await world.presses("1. Oma")
    await world.presses("Laten stoppen")
    await world.presses("Stoppen en blokkeren")
    code = await another_link(world)
    assert await world.types(f"/start {code}", who="friend") == [tells(world, "code_impossible")]
    await opens(world, code, "young2")  # the link stayed good for who it was meant for
    assert await state(world) == [("ended", "stopped"), ("active", None)]


async def test_who_says_no_is_not_kept_and_the_young_person_hears_no_reason(world: World) -> None:
    await sets_a_goal(world)
    code = await makes_a_link(world)
    await world.types(f"/start {code}", who="friend")
    await world.presses("Liever niet", who="friend")
    (row,) = await world.rows("supporters")
    assert (row.state, row.person) == ("ended", None)
    assert await hears_at_last(world) == [says(world, "news_refused", called="oma")]


async def test_no_more_people_than_may(world: World) -> None:
    await sets_a_goal(world)
    await makes_a_link(world, called="oma")
    await another_link(world, called="opa")
    await another_link(world, called="Sam")
    await world.types("delen")
    told = await world.presses("Iemand die ik ken")
    assert told[0].startswith("Bij dit doel kijken al zoveel mensen mee")
    await world.types("/steun 3 stop")
    await another_link(world, called="tante")
    assert len(await world.rows("supporters")) == 4


async def test_staff_cannot_open_it_and_the_link_stays_good(world: World) -> None:
    await sets_a_goal(world)
    code = await makes_a_link(world)
    assert await world.types(f"/start {code}", who="volunteer") == [tells(world, "code_staff")]
    assert await state(world) == [("invited", None)]


async def test_before_release_a_supporter_is_served_and_their_own_talk_is_not(world: World) -> None:
    await sets_a_goal(world)
    code = await makes_a_link(world)
    world.gate[0] = False
    await opens(world, code)
    assert WORDS in world.saw("friend")[-1]
    await world.types("/stop", who="friend")
    told = await world.types("zelf praten", who="friend")
    assert told[0].startswith(world.young("not_admitted"))


# --- cheering ---------------------------------------------------------------------------------------


async def test_a_cheer_comes_neutrally_first(world: World) -> None:
    await supports(world)
    assert await world.presses(CHEER, who="friend") == [tells(world, "cheered")]
    assert await hears_at_last(world) == [f"Oma: “{CHEER}”"]
    assert await world.rows("support_news") == []


async def test_a_line_of_their_own_and_typed_buttons(world: World) -> None:
    await supports(world)
    assert (await sends(world, "je kan dit, liefs oma"))[0] == tells(world, "cheered")
    await world.types("ik sta achter je", who="friend")
    told = await hears_at_last(world)
    assert told == ["Oma: “je kan dit, liefs oma”", "Oma: “Ik sta achter je”"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("app me op 06 12345678", "held_contact"),
        ("kijk op https://voorbeeld.example/x", "held_contact"),
        ("zullen we afspreken", "held_contact"),
        ("je bent echt lui", "held_unkind"),
        ("wat is er aan de hand met je?", "held_question"),
        ("ik wil weten hoe het zit", "held_question"),
        ("toen ik jong was " * 20, "too_long"),
    ],
)
async def test_what_is_no_cheer_does_not_pass(world: World, line: str, name: str) -> None:
    await supports(world)
    told = await sends(world, line)
    assert told[0].startswith(tells(world, name, longest=200)[:60])
    assert await world.rows("support_news") == []
    await world.types("hou vol", who="friend")  # trying again needs no button
    assert await hears_at_last(world) == ["Oma: “hou vol”"]


async def test_danger_is_answered_with_services_and_not_passed_on(world: World) -> None:
    await supports(world)
    (told,) = await sends(world, URGENT)
    assert told.startswith(tells(world, "danger")[:50])
    assert "113" in told
    assert await world.rows("support_news") == []
    assert urgent_cards(world) == []
    assert await world.rows("handoffs") == []


async def test_danger_that_the_model_sees_late_is_told_to_the_supporter_alone(world: World) -> None:
    await supports(world)
    await world.presses(LINE, who="friend")
    world.language.away = True
    world.language.teach(
        "de sterren staan mooi vannacht", {"risk": {"level": "urgent", "kinds": ["suicide"]}}
    )
    assert await world.types("de sterren staan mooi vannacht", who="friend") == [
        tells(world, "held_unread")
    ]
    world.language.away = False
    before = len(world.saw("friend"))
    await reread(world.application.house)
    await world.application.works.settle()
    assert any(
        text.startswith(tells(world, "danger")[:50]) for text in world.saw("friend")[before - 1 :]
    )
    assert await world.rows("support_news") == []
    assert await world.rows("handoffs") == []


async def test_what_was_not_asked_for_is_answered_and_never_passed(world: World) -> None:
    await supports(world)
    (told,) = await world.types("wat is er aan de hand met haar?", who="friend")
    assert told.startswith(tells(world, "asks_more")[:60])
    (told,) = await world.types("mijn hele leven lang " * 15, who="friend")
    assert told.startswith(tells(world, "too_long", longest=200)[:60])
    assert "Zelf met Maatje praten" in world.buttons("friend")
    assert await world.types("mooi weer vandaag", who="friend") == [tells(world, "how")]
    await world.does(**{"as": "friend", "sends": "photo"})
    assert world.saw("friend")[-1] == tells(world, "only_words")
    assert await world.rows("support_news") == []


async def test_so_many_cheers_a_day(world: World) -> None:
    await supports(world)
    for _ in range(5):
        await world.types(CHEER, who="friend")
    assert await world.types(CHEER, who="friend") == [tells(world, "too_many", most=5)]
    assert len(await world.rows("support_news")) == 5


# --- the moment that fits ---------------------------------------------------------------------------


async def test_a_cheer_waits_for_the_morning(world: World) -> None:
    await supports(world)
    await world.does(wait="9h")
    before = len(world.saw("young"))
    await world.presses(CHEER, who="friend")
    await world.does(wait="2h")
    assert len(world.saw("young")) == before
    await world.does(wait="9h")
    assert world.saw("young")[before:] == [HELLO]


async def test_a_cheer_waits_for_the_end_of_a_talk_with_a_human(world: World) -> None:
    await supports(world)
    await asks_for_a_peer(world)
    await world.presses(CLAIM, who="volunteer")
    before = len(world.saw("young"))
    await world.presses(CHEER, who="friend")
    await world.does(wait="4m")
    assert HELLO not in world.saw("young")[before:]
    assert CHEER not in "\n".join(world.saw("volunteer"))


async def test_a_cheer_waits_while_there_is_danger(world: World) -> None:
    await supports(world)
    await world.types(URGENT)
    before = len(world.saw("young"))
    await world.presses(CHEER, who="friend")
    await world.does(wait="3h")
    assert HELLO not in world.saw("young")[before:]
    assert len(await world.rows("support_news")) == 1


async def test_no_goal_is_shared_while_danger_is_open(world: World) -> None:
    await supports(world)
    await world.types(URGENT)
    told = await world.types("delen")
    assert any("gaat iets anders even voor" in text for text in told)
    assert len(await world.rows("supporters")) == 1


async def test_silence_is_not_noticed_and_ends_when_the_young_person_wants(world: World) -> None:
    await supports(world)
    assert await world.types("/steun 1 stil") == [says(world, "muted", called="oma")]
    assert await world.presses(CHEER, who="friend") == [tells(world, "cheered")]
    assert await world.does(wait="3h") == []
    await world.types("/steun 1 aan")
    assert await hears_at_last(world) == [f"Oma: “{CHEER}”"]


async def test_later_is_a_day_later(world: World) -> None:
    await supports(world)
    await world.presses(CHEER, who="friend")
    await world.does(wait="11m")
    await world.presses("Later")
    before = len(world.saw("young"))
    await world.does(wait="20h")
    assert HELLO not in world.saw("young")[before:]
    assert len(await world.rows("support_news")) == 1


# --- what is heard of a check-in --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hears", "result", "told"),
    [
        ("Niks", "Gelukt", None),
        ("Niks", "Niet", None),
        ("Alleen als het gelukt is", "Gelukt", "news_done"),
        ("Alleen als het gelukt is", "Deels", None),
        ("Gelukt en deels gelukt", "Gelukt", "news_done"),
        ("Gelukt en deels gelukt", "Deels", "news_partly"),
        ("Gelukt en deels gelukt", "Niet", None),
    ],
)
async def test_only_what_was_allowed_is_heard_and_neutrally_first(
    world: World, hears: str, result: str, told: str | None
) -> None:
    await supports(world, hears=hears)
    before = len(world.saw("friend"))
    await world.does(wait="25h")
    await world.presses("Ja")
    await world.presses(next(b for b in world.buttons() if b.startswith(result)))
    await world.types("het was een lange dag")
    assert "answered" in [row.state for row in await world.rows("check_ins")]
    seen = world.saw("friend")[before:]
    if told is None:
        assert seen == []
    else:
        assert seen == [tells(world, "news")]
        assert await world.presses("Bekijken", who="friend") == [tells(world, told, words=WORDS)]


async def test_what_is_heard_can_be_changed(world: World) -> None:
    await supports(world, hears="Alleen als het gelukt is")
    await world.types("/steun")
    await world.presses("1. Oma")
    await world.presses("Wat hoort die van mij?")
    await world.presses("Niks")
    before = len(world.saw("friend"))
    await world.does(wait="25h")
    await world.presses("Ja")
    await world.presses("Gelukt")
    await world.types("het was een lange dag")
    assert world.saw("friend")[before:] == []


# --- every end --------------------------------------------------------------------------------------


async def test_after_the_end_there_is_one_sentence_and_nothing_to_see(world: World) -> None:
    await supports(world)
    before = len(world.saw("friend"))
    await world.types("/steun 1 stop")
    assert world.saw("friend")[before:] == [tells(world, "over")]
    assert await world.presses(CHEER, who="friend") == [tells(world, "old_button")]
    assert await world.types("/steun", who="friend") == [tells(world, "none")]
    assert await world.types("hoe gaat het met haar?", who="friend") == [tells(world, "none")]
    (row,) = await world.rows("supporters")
    assert (row.state, row.ended_why) == ("ended", "stopped")


@pytest.mark.parametrize("how", ["stop", "/stop", "Stoppen met steunen", "left"])
async def test_a_supporter_leaves_at_any_time_and_it_says_nothing(world: World, how: str) -> None:
    await supports(world)
    if how == "left":
        await world.does(**{"as": "friend", "sends": "left"})
    elif how.startswith("Stoppen"):
        assert await world.presses(how, who="friend") == [tells(world, "left")]
    else:
        assert await world.types(how, who="friend") == [tells(world, "left")]
    assert await state(world) == [("ended", "left")]
    assert await hears_at_last(world) == [says(world, "news_left", called="oma")]


async def test_the_end_at_night_is_told_in_the_morning(world: World) -> None:
    await supports(world)
    await world.does(wait="9h")
    before = len(world.saw("friend"))
    await world.types("/steun 1 stop")
    assert world.saw("friend")[before:] == []
    await world.does(wait="11h")
    assert world.saw("friend")[before:] == [tells(world, "over")]


async def test_a_goal_that_is_let_go_ends_support(world: World) -> None:
    await supports(world)
    await world.types("/doelen")
    await world.presses("Afsluiten")
    await world.presses("Ik laat het los")
    assert await state(world) == [("ended", "over")]
    assert world.saw("friend")[-1] == tells(world, "over")


async def test_a_goal_that_was_reached_can_be_cheered_for_a_week(world: World) -> None:
    await supports(world)
    await world.types("/doelen")
    await world.presses("Afsluiten")
    await world.presses("Het is gelukt")
    assert await state(world) == [("active", None)]
    await world.does(wait="8d")
    assert await state(world) == [("ended", "over")]


async def test_the_young_person_is_erased(world: World) -> None:
    await supports(world)
    await world.presses(CHEER, who="friend")
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await world.rows("supporters") == []
    assert await world.rows("support_news") == []
    assert world.saw("friend")[-1] == tells(world, "over")


async def test_the_supporter_is_erased(world: World) -> None:
    await supports(world)
    friend = await person_of(world, "friend")
    await world.presses(CHEER, who="friend")
    await world.types("/vergeetmij", who="friend")
    assert await world.types("nee", who="friend") == [tells(world, "not_forgotten")]
    await world.types("/vergeetmij", who="friend")
    told = await world.presses("Ja, wis alles", who="friend")
    assert told == [world.young("forgotten")]
    for table in ("supporters", "supporter_chats", "addresses", "timers", "inbox"):
        assert friend not in str([tuple(row) for row in await world.rows(table)])
    told = await hears_at_last(world)
    assert told == [says(world, "news_left", called="oma")]  # and not the cheer: it was theirs


async def test_who_becomes_staff_supports_nobody_any_more(world: World) -> None:
    await supports(world)
    await joins(world, "friend", "volunteer", age=20)
    assert await world.rows("supporters") == []
    assert await hears_at_last(world) == [says(world, "news_left", called="oma")]


async def test_tidying_keeps_no_row_longer_than_its_term(world: World) -> None:
    await supports(world)
    await world.types("/steun 1 stop")
    async with world.application.house.units() as tx:
        await tx.tidying.tidy(world.clock.now())
        await tx.commit()
    assert len(await world.rows("supporters")) == 1
    await world.does(wait="31d")
    async with world.application.house.units() as tx:
        await tx.tidying.tidy(world.clock.now())
        await tx.commit()
    assert await world.rows("supporters") == []
    assert await world.rows("supporter_chats") == []


# --- a supporter who is a young person of Maatje too -------------------------------------------------


async def both_lives(world: World) -> None:
    """young2 talks with Maatje, and supports the goal of young."""
    await world.types("hoi", means={"act": "greet"}, who="young2")
    await supports(world, by="young2")


async def test_words_belong_to_the_young_life(world: World) -> None:
    await both_lives(world)
    told = await world.types(
        "ik word gepest", means={"topic": "bullying", "act": "tell"}, who="young2"
    )
    assert told
    assert not any(text == tells(world, "how") for text in told)
    assert await world.rows("support_news") == []


async def test_the_line_that_was_asked_for_belongs_to_support_and_the_next_does_not(
    world: World,
) -> None:
    await both_lives(world)
    assert await sends(world, "hup hup", who="young2") == [tells(world, "cheered")]
    await world.types("ik ben ook moe", who="young2")
    assert [row.kind for row in await world.rows("support_news")] == ["cheer"]
    assert (await hears_at_last(world)) == ["Oma: “hup hup”"]


async def test_danger_in_that_line_is_danger_of_the_young_life(world: World) -> None:
    await both_lives(world)
    await sends(world, URGENT, who="young2")
    assert len(urgent_cards(world)) == 1
    assert await world.rows("support_news") == []


async def test_when_the_young_life_went_on_the_words_are_no_cheer(world: World) -> None:
    await both_lives(world)
    await world.presses(LINE, who="young2")
    await world.types("/menu", who="young2")
    await world.types("dit is voor maatje", who="young2")
    assert await world.rows("support_news") == []


async def test_during_a_talk_with_a_human_no_line_is_asked_for(world: World) -> None:
    await both_lives(world)
    await world.presses(LINE, who="young2")
    await asks_for_a_peer(world, "young2")
    await world.presses(CLAIM, who="volunteer")
    await world.types("dit is voor mijn maatje", who="young2")
    assert "dit is voor mijn maatje" in "\n".join(world.saw("volunteer"))
    assert await world.rows("support_news") == []


async def test_one_overview_for_both_lives_with_numbers_that_go_on(world: World) -> None:
    await both_lives(world)
    await sets_a_goal(world, "young2")
    await makes_a_link(world, "young2", called="mijn zus", words="elke dag lezen")
    mine, theirs = (await world.types("/steun", who="young2"))[-2:]
    assert "1. Mijn zus" in mine
    assert f"2. {WORDS}" in theirs
    assert await world.types("/steun 2 toppie", who="young2") == [tells(world, "cheered")]
    assert await world.types("/steun 2 stop", who="young2") == [tells(world, "left")]
    assert await state(world) == [("ended", "left"), ("invited", None)]


async def test_a_supporter_can_begin_a_talk_of_their_own(world: World) -> None:
    await supports(world)
    told = await world.types("zelf praten", who="friend")
    assert told[0].startswith("Hoi, ik ben Maatje")
    await world.types("ik voel me rot", who="friend")
    assert await world.rows("support_news") == []
    assert (await world.types("/steun", who="friend"))[-1].endswith(WORDS)


async def test_a_wish_for_somebody_is_no_cheer(world: World) -> None:
    await supports(world)
    told = await sends(world, "ik wil zelf met iemand praten", act="want_peer")
    assert told == [tells(world, "for_yourself")]
    assert "Zelf met Maatje praten" in world.buttons("friend")
    assert await world.rows("support_news") == []


async def test_nothing_of_support_is_readable_in_the_files(world: World, tmp_path: Path) -> None:
    await sets_a_goal(world)
    code = await makes_a_link(world, called="kanarieoma", words="kanariewoorden")
    await opens(world, code)
    await sends(world, "kanarieregel voor jou")
    data = on_disk(tmp_path)
    assert len(data) > 50_000
    assert b"kanarie" not in data
    assert code.encode() not in data


async def test_a_link_of_telegram_where_the_bot_has_a_name(world: World) -> None:
    house = replace(world.application.house, bot_name="VoorbeeldBot")
    await sets_a_goal(world)
    await makes_a_link(world)
    young = await person_of(world, "young")
    async with house.units() as tx:
        (one,) = await tx.supporters.of_young(young)
        await renew(house, tx, one)
        await tx.commit()
    await world.application.works.settle()
    assert "https://t.me/VoorbeeldBot?start=UITN-0002" in world.saw("young")[-1]
