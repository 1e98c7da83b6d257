"""The wall: what young people write without a name, and what keeps it safe."""

from __future__ import annotations

from tests.conftest import World
from tests.services.people import (
    URGENT,
    concern_cards,
    joins,
    person_of,
    posts,
    talks_with_a_volunteer,
    urgent_cards,
)

CONCERN = {"risk": {"level": "concern", "kinds": ["eating_disorder"]}}
OK, BACK, REFUSE, SENSITIVE = "Goedkeuren", "Terug met een reden", "Niet plaatsen", "Gevoelig"
TEXT = "buiten zijn helpt mij als ik pieker"


def wall(world: World, name: str, **values: object) -> str:
    return world.application.house.flowbook().wall.say(name, **values)


def tell(world: World, name: str, **values: object) -> str:
    return world.application.house.flowbook().wall.tell(name, **values)


def cards(world: World, who: str) -> list[str]:
    return [
        seen.reply.text
        for seen in world.seen
        if seen.to == who and seen.reply.text.startswith("Voor de muur, nummer ")
    ]


async def states(world: World) -> list[str]:
    return [row.state for row in await world.rows("wall_posts")]


async def published(world: World, text: str = TEXT, **how: str) -> None:
    await posts(world, text, **how)
    await world.presses(OK, who="moderator")


# --- writing -------------------------------------------------------------------------------------


async def test_before_writing_it_is_said_who_reads_it(world: World) -> None:
    await world.types("/muur")
    said = await world.presses("Een bericht schrijven")
    assert said[0] == wall(world, "explain")


async def test_the_preview_is_what_the_moderator_and_readers_see(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een bericht schrijven")
    await world.types("ik ben Noor de Vries, 0612345678, en praten helpt")
    (preview,) = await world.presses("Pesten")
    shown = preview.split("\n\n")[1]
    assert "Noor" not in preview
    assert "0612345678" not in preview
    await world.presses("Ja, stuur het in")
    assert cards(world, "moderator")[-1].endswith(shown)
    await world.presses(OK, who="moderator")
    assert any(shown in text for text in await world.types("/muur 1", who="young2"))


async def test_nothing_goes_without_a_yes(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een bericht schrijven")
    await world.types(TEXT)
    await world.presses("Pesten")
    assert await world.presses("Toch niet") == [wall(world, "dropped")]
    assert await world.rows("wall_posts") == []
    assert cards(world, "moderator") == []


async def test_the_age_band_stands_there_only_when_the_author_agrees(world: World) -> None:
    await world.types("ik ben 16", means={"act": "tell"})
    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        known = (await tx.conversations.get(person)).remembering(age_band="16_17")
        await tx.conversations.save(known, world.clock.now())
        await tx.commit()
    for answer, there in (("Nee, liever niet", False), ("Ja, dat mag", True)):
        await world.types("/muur")
        await world.presses("Een bericht schrijven")
        await world.types(TEXT)
        await world.presses("Liever geen onderwerp")
        (preview,) = await world.presses(answer)
        assert ("16 of 17 jaar" in preview) is there
        await world.presses("Ja, stuur het in")
        assert ("16 of 17 jaar" in cards(world, "moderator")[-1]) is there


async def test_too_long_and_ways_elsewhere_are_explained_and_not_taken(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een bericht schrijven")
    said = await world.types("a " * 350)
    assert said[0] == wall(world, "too_long", longest=600, length=699)
    for text in ("kijk op www.voorbeeld.nl", "mail noor@example.org", "snap: noortje12"):
        assert (await world.types(text))[0] == wall(world, "no_links")
    assert await world.rows("wall_posts") == []


async def test_what_sounds_like_a_wish_stays_the_text_and_the_wish_is_offered(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een vraag stellen")
    await world.types("wie wil er met mij praten", means={"act": "want_peer"})
    (preview,) = await world.presses("Liever geen onderwerp")
    assert "wie wil er met mij praten" in preview
    assert wall(world, "rather_human") in preview


async def test_three_a_day_and_tomorrow_again(world: World) -> None:
    for number in range(3):
        await posts(world, f"{TEXT} {number}")
    await world.types("/mijnmuur weg 3")  # taking back makes no room for more
    await world.types("/muur")
    assert await world.presses("Een bericht schrijven") == [wall(world, "too_many", most=3)]
    await world.does(wait="24h")
    await posts(world, TEXT)
    assert len(await states(world)) == 3


async def test_nobody_there_is_said_honestly(world: World) -> None:
    await world.types("/dienst uit", who="moderator")
    (said,) = await posts(world, TEXT)
    assert said == wall(world, "sent_nobody", number=1)
    await world.types("/dienst aan", who="moderator")
    assert len(cards(world, "moderator")) == 1


# --- danger ----------------------------------------------------------------------------------------


async def test_urgent_danger_brings_services_and_a_card_and_is_never_queued(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een bericht schrijven")
    said = await world.types(URGENT)
    assert world.urgent("suicide") in said[0]
    assert wall(world, "kept_off") in said
    assert len(urgent_cards(world)) == 1
    assert await world.rows("wall_posts") == []
    said = await world.types("/muur")
    assert wall(world, "danger_open") in await world.presses("Een bericht schrijven")


async def test_a_second_time_the_same_danger_is_not_queued_either(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een bericht schrijven")
    await world.types(f"{TEXT}, soms", means=CONCERN)
    await world.presses("Nee")
    await world.types(URGENT)
    assert await world.rows("wall_posts") == []


async def test_a_concern_is_asked_about_and_needs_a_professional(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een bericht schrijven")
    said = await world.types("ik eet bijna niks", means=CONCERN)
    assert any(world.question("eating_disorder") in text for text in said)
    assert len(concern_cards(world)) == 1
    await world.presses("Nee")
    await world.presses("Liever geen onderwerp")
    assert await world.presses("Ja, stuur het in") == [wall(world, "sent_two", number=1)]
    await world.presses(OK, who="moderator")
    assert await states(world) == ["waiting"]
    await world.presses(OK, who="professional")
    assert await states(world) == ["published"]


async def test_a_concern_that_turns_out_urgent_comes_off_again(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een bericht schrijven")
    await world.types("ik eet bijna niks", means=CONCERN)
    await world.presses("Nee")
    await world.presses("Liever geen onderwerp")
    await world.presses("Ja, stuur het in")
    await world.types(URGENT)
    assert await states(world) == ["refused"]
    said = await world.presses(OK, who="moderator")
    assert said == [tell(world, "decided", number=1, state="niet geplaatst")]


async def test_what_nobody_could_read_needs_two_and_comes_off_when_read_as_danger(
    world: World,
) -> None:
    world.language.away = True
    text = "het is me te veel geworden"
    await posts(world, text)
    assert tell(world, "card_sensitive") in cards(world, "moderator")[-1]
    world.language.away = False
    world.language.teach(text, {"risk": {"level": "urgent", "kinds": ["suicide"]}})
    await world.does(wait="1m")
    assert await states(world) == ["refused"]
    assert len(urgent_cards(world)) == 1


async def test_a_worried_moderator_brings_a_professional_to_the_author(world: World) -> None:
    await posts(world, TEXT)
    await world.presses(REFUSE, who="moderator")
    await world.presses("Ik maak me zorgen om wie dit schreef", who="moderator")
    assert len(concern_cards(world)) == 1
    assert TEXT in concern_cards(world)[0]
    assert any(world.question("other") in text for text in world.saw("young"))
    assert TEXT not in "\n".join(world.saw("coordinator"))


# --- deciding --------------------------------------------------------------------------------------


async def test_nobody_judges_what_they_wrote_on_the_same_account(world: World) -> None:
    await world.types("/dienst uit", who="moderator")
    await posts(world, TEXT, who="friend")
    await joins(world, "friend", "moderator", age=20, duty=False)
    for answer in ("goed", "terug", "gevoelig", "weg"):
        await world.types(f"/muur oefenen {answer}", who="friend")
    await world.types("/dienst aan", who="friend")
    assert cards(world, "friend") == []
    for typed in ("/muur 1", "/muur 1 goed", "/muur 1 weg not_here", "/muur 1 gevoelig"):
        assert await world.types(typed, who="friend") == [tell(world, "own")]
    assert await states(world) == ["waiting"]
    assert "nummer 1" not in (await world.types("/muur", who="friend"))[0]
    said = await world.types("/mijnmuur weg 1", who="friend")
    assert said == [wall(world, "withdrawn", number=1)]


async def test_of_two_decisions_the_first_holds_and_the_other_is_told(world: World) -> None:
    await joins(world, "friend", "professional")
    await posts(world, TEXT)
    await world.types("/muur 1", who="friend")
    await world.presses(OK, who="moderator")
    said = await world.types("/muur 1 weg past niet", who="friend")
    assert said == [tell(world, "decided", number=1, state="goedgekeurd")]
    assert await states(world) == ["published"]


async def test_a_sensitive_topic_needs_two_of_whom_one_professional(world: World) -> None:
    (said,) = await posts(world, TEXT, topic="Hulp en zorg")
    assert said == wall(world, "sent_two", number=1)
    assert len(cards(world, "professional")) == 1
    assert await world.presses(OK, who="moderator") == [
        tell(world, "one_more_professional", number=1)
    ]
    assert await world.presses(OK, who="moderator") == [tell(world, "looked_already", number=1)]
    assert await states(world) == ["waiting"]
    await world.presses(OK, who="professional")
    assert await states(world) == ["published"]


async def test_two_moderators_are_not_enough_for_something_sensitive(world: World) -> None:
    await joins(world, "friend", "moderator", age=20, duty=False)
    for answer in ("goed", "terug", "gevoelig", "weg"):
        await world.types(f"/muur oefenen {answer}", who="friend")
    await world.types("/dienst aan", who="friend")
    await posts(world, "wie vond een coming out thuis ook spannend")
    await world.types("/muur 1 goed", who="moderator")
    await world.types("/muur 1 goed", who="friend")
    assert await states(world) == ["waiting"]


async def test_a_moderator_can_call_it_sensitive(world: World) -> None:
    await posts(world, TEXT)
    assert cards(world, "professional") == []
    said = await world.presses(SENSITIVE, who="moderator")
    assert said[0] == tell(world, "sensitive", number=1)
    assert len(cards(world, "professional")) == 1


async def test_no_professional_is_said_honestly(world: World) -> None:
    await joins(world, "friend", "moderator", age=20, duty=False)
    for answer in ("goed", "terug", "gevoelig", "weg"):
        await world.types(f"/muur oefenen {answer}", who="friend")
    await world.types("/dienst aan", who="friend")
    await world.types("/dienst uit", who="professional")
    await posts(world, TEXT, topic="Hulp en zorg")
    said = await world.types("/muur 1 goed", who="friend")
    assert said == [tell(world, "one_more_nobody", number=1)]
    assert await world.types("/muur 1 goed", who="moderator") == [tell(world, "no_professional")]


async def test_back_with_own_words_and_again(world: World) -> None:
    await posts(world, TEXT)
    await world.presses(BACK, who="moderator")
    await world.presses("In mijn eigen woorden", who="moderator")
    said = await world.types("bel me maar op 0612345678", who="moderator")
    assert said == [tell(world, "own_words_contact")]
    await world.types("Mooi! Vertel je ook wat je buiten doet?", who="moderator")
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    (mine,) = await world.presses("Ja")
    assert "Vertel je ook wat je buiten doet?" in mine
    await world.types("/mijnmuur anders 1")
    await world.types("wandelen helpt mij")
    await world.presses("Liever geen onderwerp")
    await world.presses("Ja, stuur het in")
    assert "wandelen helpt mij" in cards(world, "moderator")[-1]
    assert await states(world) == ["waiting"]


async def test_what_came_back_may_be_changed_also_when_the_day_is_full(world: World) -> None:
    for number in range(3):
        await posts(world, f"{TEXT} {number}")
    await world.types("/muur 1 terug kan het korter", who="moderator")
    said = await world.types("/mijnmuur anders 1")
    assert said[1] == wall(world, "explain")
    await world.types("wandelen helpt mij")
    await world.presses("Liever geen onderwerp")
    assert await world.presses("Ja, stuur het in") == [wall(world, "sent", number=1)]


async def test_a_post_waits_no_longer_than_the_term_for_one_moderator(world: World) -> None:
    await joins(world, "friend", "moderator", age=20, duty=False)
    for answer in ("goed", "terug", "gevoelig", "weg"):
        await world.types(f"/muur oefenen {answer}", who="friend")
    await world.types("/dienst aan", who="friend")
    await posts(world, TEXT)
    before = len(cards(world, "moderator")) + len(cards(world, "friend"))
    assert before == 1
    await world.does(wait="16m")
    assert len(cards(world, "moderator")) == len(cards(world, "friend")) == 1
    await world.does(wait="2h")
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    (mine,) = await world.presses("Ja")
    assert "wacht op een moderator" in mine


async def test_who_did_not_practise_decides_nothing(world: World) -> None:
    await joins(world, "friend", "moderator", age=20, duty=False)
    assert await world.types("/dienst aan", who="friend") == [tell(world, "not_trained")]
    await posts(world, TEXT)
    assert await world.types("/muur 1 goed", who="friend") == [tell(world, "not_trained")]
    said = await world.types("/muur oefenen weg", who="friend")
    assert said[0].startswith("Ik zou iets anders kiezen.")


async def test_decisions_are_written_down_without_words(world: World) -> None:
    await posts(world, TEXT)
    await world.types("/muur 1 terug Kan iemand pijn doen", who="moderator")
    (log,) = await world.types("/logboek", who="coordinator")
    assert "Bruine Bever stuurde terug: muur 1 (Kan iemand pijn doen)" in log
    assert TEXT not in log
    (state,) = await world.types("/muur", who="coordinator")
    assert "Wacht: 0" in state
    told = await world.types("/cijfers", who="coordinator")
    assert "ingestuurd 1, goedgekeurd 0, terug 1" in told[0]


# --- readers ---------------------------------------------------------------------------------------


async def test_thanks_are_counted_once_and_name_nobody(world: World) -> None:
    await published(world)
    assert await world.types("/muur 1 herken", who="young2") == [
        world.young("intro"),
        wall(world, "recognised"),
    ]
    await world.types("/muur 1", who="young2")
    said = await world.presses("Dit herken ik", who="young2")
    assert said == [wall(world, "recognised_already")]
    assert await world.types("/muur 1 herken") == [wall(world, "own_post")]
    reader = await person_of(world, "young2")
    (mark,) = await world.rows("wall_marks")
    assert reader not in tuple(mark)
    assert "Herkend: 1" in (await world.types("/mijnmuur"))[0]


async def test_who_recognised_and_is_erased_leaves_no_mark(world: World) -> None:
    await published(world)
    await world.types("/muur 1 herken", who="young2")
    await world.types("/vergeetmij", who="young2")
    await world.presses("Ja, wis alles", who="young2")
    assert await world.rows("wall_marks") == []
    assert await states(world) == ["published"]


async def test_a_reported_post_is_hidden_until_two_looked_again(world: World) -> None:
    await published(world)
    said = await world.types("/meld 1", who="young2")
    assert said[-1] == wall(world, "reported")
    assert (await world.types("/muur 1", who="young2"))[-1] == wall(world, "gone")
    await world.presses(OK, who="moderator")
    assert await states(world) == ["hidden"]
    await world.presses(OK, who="professional")
    assert await states(world) == ["published"]
    assert (await world.types("/muur 1 meld", who="young2")) == [wall(world, "reported_already")]


async def test_pages_go_by_topic_and_back(world: World) -> None:
    for number in range(3):
        await published(world, f"{TEXT} {number}", topic="Pesten")
    await published(world, "nog iets", who="young2", topic="Faalangst")
    (first,) = await world.types("/muur nieuw", who="young2")
    assert "Pagina 1 van 2" in first
    assert f"{TEXT} 0" not in first
    (second,) = await world.presses("Verder", who="young2")
    assert f"{TEXT} 0" in second
    (topic,) = await world.types("/muur pesten", who="young2")
    assert "nog iets" not in topic
    (empty,) = await world.types("/muur ruzie", who="young2")
    assert empty == wall(world, "empty_topic", topic="Ruzie")


async def test_answers_are_moderated_too_and_go_with_the_question(world: World) -> None:
    await published(world, "wat helpt jullie", kind="Een vraag stellen")
    await world.types("/muur 1", who="young2")
    await world.presses("Ik wil antwoorden", who="young2")
    await world.types("wandelen", who="young2")
    await world.presses("Ja, stuur het in", who="young2")
    assert "wandelen" not in "\n".join(await world.types("/muur 1"))
    await world.presses(OK, who="moderator")
    assert "wandelen" in "\n".join(await world.types("/muur 1"))
    await world.types("/mijnmuur weg 1")
    assert await world.rows("wall_posts") == []


async def test_an_answer_to_a_question_that_is_gone_is_told(world: World) -> None:
    await published(world, "wat helpt jullie", kind="Een vraag stellen")
    await world.types("/muur 1 antwoord", who="young2")
    await world.types("wandelen", who="young2")
    await world.types("/mijnmuur weg 1")
    said = await world.presses("Ja, stuur het in", who="young2")
    assert said == [wall(world, "question_gone")]


async def test_erasing_withdraws_everything(world: World) -> None:
    await published(world)
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await world.rows("wall_posts") == []


async def test_bad_input_is_a_clear_sentence(world: World) -> None:
    for typed in ("/muur 99999999999999", "/muur -1", "/muur 1 dansen", "/muur ¹"):
        assert (await world.types(typed))[-1] == wall(world, "how")
    assert await world.types("/muur 0") == [wall(world, "gone")]
    for typed in ("/mijnmuur weg", "/mijnmuur weg 7", "/mijnmuur dansen", "/mijnmuur anders 7"):
        assert await world.types(typed) == [wall(world, "which")]
    for typed in ("/muur x", "/muur 1 dansen", "/muur 99999999999999"):
        assert await world.types(typed, who="moderator") == [tell(world, "how")]
    assert await world.types("/muur 7 goed", who="moderator") == [tell(world, "gone")]
    assert await world.types("/muur", who="volunteer") == [world.staff("unknown_command")]


async def test_in_a_talk_the_human_goes_first(world: World) -> None:
    await talks_with_a_volunteer(world)
    assert await world.types("/muur") == [wall(world, "in_talk")]


async def test_danger_under_a_picture_is_kept_off_too(world: World) -> None:
    await world.types("/muur")
    await world.presses("Een bericht schrijven")
    shown = await world.does(**{"as": "young", "sends": "photo", "text": URGENT})
    assert wall(world, "kept_off") in [one.reply.text for one in shown if one.to == "young"]
    assert await world.rows("wall_posts") == []


async def test_danger_behind_the_command_is_answered(world: World) -> None:
    said = await world.types(f"/muur {URGENT}")
    assert any(world.urgent("suicide") in text for text in said)
    assert len(urgent_cards(world)) == 1


async def test_an_old_card_of_a_withdrawn_post_is_told(world: World) -> None:
    await posts(world, TEXT)
    await world.types("/mijnmuur weg 1")
    assert await world.presses(OK, who="moderator") == [tell(world, "gone")]


async def test_who_leaves_the_staff_stands_nowhere_any_more(world: World) -> None:
    await posts(world, TEXT, topic="Hulp en zorg")
    await world.presses(OK, who="moderator")
    moderator = await person_of(world, "moderator")
    await world.types("/vergeetmij ja", who="moderator")
    for table in ("wall_looks", "wall_cards", "wall_moderators"):
        assert all(moderator not in tuple(row) for row in await world.rows(table))


async def test_at_night_nobody_is_told_of_the_wall(world: World) -> None:
    await posts(world, TEXT)
    await world.does(wait="9h")
    await world.presses("Ja")  # it took long, and that was told by day
    before = len(world.saw("young"))
    await world.types("/muur 1 goed", who="moderator")
    await world.does(wait="1h")
    told = world.saw("young")[before:]
    assert told == []
    await world.does(wait="12h")
    assert "Hoi, past het nu?" in world.saw("young")[before:]
