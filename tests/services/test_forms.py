"""Forms of peer support: what each topic asks for, and what a volunteer of 16 or 17 may take."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Position
from tests.conftest import World
from tests.services.people import CLAIM, URGENT, joins, offers, person_of

FIRST_WISH = "Heb je een wens voor wie er komt?"
FORMS = [
    ("bullying", "Een mentor", "mentor"),
    ("fear_of_failure", "Een mentor", "mentor"),
    ("debt", "Een mentor", "mentor"),
    ("offending", "Een mentor", "mentor"),
    ("care", "Een mentor", "mentor"),
    ("study_choice", "Een coach", "coach"),
    ("homework", "Een tutor", "tutor"),
    ("new_school", "Een buddy", "buddy"),
    ("new_school", "Een leader", "leader"),
]
LISTENER = [(topic, "Iemand die luistert", "confidant") for topic, *_ in FORMS]
NO_CHOICE = [(topic, "", "confidant") for topic in ("conflict", "loneliness", "none")]
YOUNG_TOPICS = [one for one in FORMS if one[2] in ("tutor", "buddy", "leader")]


async def asks(world: World, topic: str, label: str, *, age: str = "16 of 17") -> None:
    """A young person tells of a topic, asks for a peer and chooses a form."""
    await tells(world, topic)
    await chooses(world, "Een maatje")
    await world.presses("Nederland")
    await world.presses(age)
    await chooses(world, label)
    if "Maakt niet uit" in world.buttons():
        await world.presses("Maakt niet uit")


async def tells(world: World, topic: str) -> None:
    """Somebody tells of a topic and asks for a peer."""
    await world.types("ik zit ergens mee", means={"topic": topic, "act": "tell"})
    await world.types("mag ik een maatje", means={"act": "want_peer"})


async def chooses(world: World, label: str) -> None:
    """Some topics ask first whether a peer or a professional should come."""
    for button in ("Een maatje", "Praten met een maatje", label):
        if button in world.buttons():
            await world.presses(button)


async def only_sixteen(world: World, *, age: int = 17) -> None:
    """The one volunteer on duty is 16 or 17."""
    await world.types("/dienst uit", who="volunteer")
    await joins(world, "friend", "volunteer", age=age)


async def form_asked(world: World) -> str | None:
    (case,) = await world.rows("handoffs")
    return str(case.form) if case.form else None


@pytest.mark.parametrize(("topic", "label", "form"), [*FORMS, *LISTENER, *NO_CHOICE])
async def test_each_topic_leads_to_its_form_or_to_who_listens(
    world: World, topic: str, label: str, form: str
) -> None:
    await asks(world, topic, label)
    assert await form_asked(world) == form
    assert len(offers(world, "volunteer")) == 1
    assert sum(FIRST_WISH in text for text in world.saw("young")) == 1


async def test_who_wants_to_hear_of_another_gets_an_educator(world: World) -> None:
    await world.types("ik denk dat ik op meisjes val", means={"topic": "none", "act": "tell"})
    await world.presses("Liever niet")
    await world.presses("Horen hoe een ander het had")
    for label in ("Wie je bent of op wie je valt", "Verder", "Nederland", "16 of 17"):
        await world.presses(label)
    assert FIRST_WISH in world.saw("young")[-1]
    await world.presses("Maakt niet uit")
    assert await form_asked(world) == "educator"


async def test_no_button_of_the_safety_net_leads_to_a_peer_while_danger_is_open(
    world: World,
) -> None:
    await world.types("ik zit ergens mee", means={"topic": "none", "act": "tell"})
    await world.presses("Liever niet")
    assert {"Praten met een maatje", "Horen hoe een ander het had"} <= {*world.buttons()}
    await world.types(URGENT)
    seen = len(world.seen)
    for _ in range(6):
        await world.types("ok dan")
    labels = {b.label for s in world.seen[seen:] if s.to == "young" for b in s.reply.buttons}
    assert labels
    assert not {"Praten met een maatje", "Horen hoe een ander het had"} & labels


async def test_what_is_said_beforehand_of_sixteen_is_true(world: World) -> None:
    await only_sixteen(world)
    await asks(world, "new_school", "Een buddy")
    (text,) = [text for text in world.saw("young") if "16 of 17" in text and "buddy" in text]
    assert "Ben je jonger dan 18" in text
    assert was_asked(world)
    await world.presses(CLAIM, who="friend")
    assert "Gouden Das is 17 jaar en komt als buddy: " in world.saw("young")[-1]


def was_asked(world: World) -> bool:
    begin = world.rule("peer_offered").split("{")[0]
    return any(text.startswith(begin) for text in world.saw("young"))


@pytest.mark.parametrize(("topic", "label", "form"), YOUNG_TOPICS)
async def test_who_is_16_takes_a_talk_in_a_form_of_their_own(
    world: World, topic: str, label: str, form: str
) -> None:
    await only_sixteen(world, age=16)
    await asks(world, topic, label, age="12 tot 15")
    assert len(offers(world, "friend")) == 1
    said = await world.types("/waarom Groene Reiger", who="coordinator")
    assert "1. Gouden Das (heeft de vraag nu)" in said[0]
    await world.presses(CLAIM, who="friend")
    await world.types("hoi")
    assert world.saw("friend")[-1] == "Groene Reiger: hoi"


@pytest.mark.parametrize(
    ("topic", "label"),
    [(topic, label) for topic, label, form in FORMS if form not in ("tutor", "buddy", "leader")]
    + [("homework", "Iemand die luistert")],
)
async def test_who_is_17_is_never_asked_for_another_form(
    world: World, topic: str, label: str
) -> None:
    await only_sixteen(world)
    await asks(world, topic, label)
    assert not was_asked(world)
    await world.does(wait="3m")
    assert offers(world, "friend") == []
    assert await world.types("/volgende", who="friend") == [world.staff("nothing_next")]
    said = await world.types("/waarom Groene Reiger", who="coordinator")
    assert "Gouden Das niet: de leeftijd past niet" in said[0]


async def test_who_is_17_is_not_asked_by_an_adult(world: World) -> None:
    await only_sixteen(world)
    await asks(world, "homework", "Een tutor", age="18 tot 24")
    assert not was_asked(world)
    assert offers(world, "friend") == []


async def test_without_a_professional_on_duty_nobody_of_17_is_asked(world: World) -> None:
    await only_sixteen(world)
    await world.types("/dienst uit", who="professional")
    await asks(world, "homework", "Een tutor")
    assert offers(world, "friend") == []
    assert await world.types("/volgende", who="friend") == [world.staff("next_no_professional")]
    await world.types("/dienst aan", who="professional")
    assert len(offers(world, "friend")) == 1


async def test_a_professional_who_goes_home_ends_the_claim_of_who_is_17(world: World) -> None:
    await only_sixteen(world)
    await asks(world, "homework", "Een tutor")
    await world.types("/dienst uit", who="professional")
    await world.presses(CLAIM, who="friend")
    (case,) = await world.rows("handoffs")
    assert case.state == "offered"


async def test_danger_reaches_nobody_of_17_and_takes_back_what_was_offered(world: World) -> None:
    await only_sixteen(world)
    await asks(world, "homework", "Een tutor")
    await world.types(URGENT)
    await world.presses(CLAIM, who="friend")
    assert {row.state for row in await world.rows("handoffs")} == {"offered"}
    assert not any("GEVAAR" in text for text in world.saw("friend"))


async def test_danger_in_the_note_is_answered_and_no_note_is_asked_again(world: World) -> None:
    await asks(world, "homework", "Een tutor")
    asked = world.saw("young")[-1]
    assert "alvast iets weten" in asked
    await world.types(URGENT)
    assert world.saw("young").count(asked) == 1
    remembered = await kept(world)
    assert "note_for_peer" not in remembered


async def kept(world: World) -> dict[str, str]:
    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        return dict((await tx.conversations.get(person)).remembered)


async def test_a_wish_counts_among_the_young_too(world: World) -> None:
    await only_sixteen(world)
    await world.types("/profiel ik man", who="friend")
    await tells(world, "homework")
    for label in ("Nederland", "16 of 17", "Een tutor", "Liever een meisje"):
        await world.presses(label)
    assert "Er is nu geen maatje dat bij je wens past." in world.saw("young")[-1]
    await world.presses("Vraag iedereen maar")
    assert len(offers(world, "friend")) == 1


async def test_a_wish_is_kept_for_the_next_request_in_another_topic(world: World) -> None:
    await world.types("/profiel ik man", who="volunteer")
    await asks(world, "homework", "Iemand die luistert")
    await world.types("stop")
    await tells(world, "bullying")
    await chooses(world, "Een mentor")
    assert "alvast iets weten" in world.saw("young")[-1]
    assert sum(FIRST_WISH in text for text in world.saw("young")) == 1


async def test_who_waits_already_is_not_asked_again_which_form(world: World) -> None:
    await asks(world, "homework", "Een tutor")
    await world.presses("Nee, begin maar gewoon")
    before = await world.rows("handoffs")
    said = await world.types("maatje")
    begin = world.rule("already_waiting").split("{")[0]
    assert any(text.startswith(begin) for text in said)
    assert "Een tutor" not in world.buttons()
    assert await world.rows("handoffs") == before


async def test_how_long_is_no_note_for_the_peer(world: World) -> None:
    await asks(world, "homework", "Een tutor")
    said = await world.types("hoe lang nog")
    assert said[0].startswith("Je bent nummer 1 in de rij.")
    assert "note_for_peer" not in await kept(world)


async def test_who_talks_already_may_be_passed_to_a_tutor_of_17(world: World) -> None:
    await asks(world, "homework", "Iemand die luistert")
    await world.presses(CLAIM, who="volunteer")
    await joins(world, "friend", "volunteer", age=17)
    await world.types("/overdragen tutor", who="volunteer")
    await world.presses("Ja, dat is goed")
    await world.presses("Ik kom erbij", who="friend")
    assert "Gouden Das is 17 jaar en komt als tutor: " in world.saw("young")[-1]


async def test_no_flow_asks_for_a_peer_past_the_question_about_wishes(world: World) -> None:
    """The wish stands in the step itself: also a flow that an operator writes asks it."""
    await world.types("ik wil een maatje")
    for label in ("Sla over", "Sla over"):
        await world.presses(label)
    assert FIRST_WISH in world.saw("young")[-1]
    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        stack = (await tx.conversations.get(person)).stack
    assert [place.flow for place in stack] == ["want_peer", "peer_wishes"]
    assert stack[0] == Position("want_peer", "any_peer")
