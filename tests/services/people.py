"""What people do in more than one test: ask for somebody, take a talk, join the staff."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.ids import PersonId
from bot.services.ports import Invitation
from bot.services.staff.registering import code_hash
from tests.conftest import World

CLAIM, CLEAR = "Ik neem dit gesprek", "Beoordeeld, geen gevaar"
READ, TAKE_OVER = "Ik lees mee", "Ik neem over"  # under a card about a running talk
SURE = "Ja, geen gevaar meer"
URGENT, CONCERN = "ik wil dood", "ik word er helemaal gek van"
SUICIDE_CONCERN = {"risk": {"level": "concern", "kinds": ["suicide"]}}


async def asks_for_a_peer(world: World, who: str = "young", age: str = "16 of 17") -> None:
    """A young person asks for a peer and tells region and age."""
    await world.types("mag ik met iemand praten", means={"act": "want_peer"}, who=who)
    await world.presses("Nederland", who=who)
    await world.presses(age, who=who)
    if "Maakt niet uit" in world.buttons(who):
        await world.presses("Maakt niet uit", who=who)


async def asks_for_a_professional(world: World, who: str = "young") -> list[str]:
    """A young person asks for a professional."""
    return await world.types(
        "mag ik een beroepskracht", means={"act": "want_professional"}, who=who
    )


async def talks_with_a_volunteer(world: World, who: str = "young") -> None:
    """A young person talks with the volunteer."""
    await asks_for_a_peer(world, who)
    await world.presses(CLAIM, who="volunteer")


async def both_agree(world: World, first: str = "young", other: str = "young2") -> None:
    """Two young people want a talk with a mediator, and the volunteer does that form."""
    await world.types("/profiel vorm bemiddelaar", who="volunteer")
    await world.types("bemiddeling", who=first)
    await world.presses("Nederland", who=first)
    await world.presses("16 of 17", who=first)
    await world.presses("Ja", who=first)
    await world.types("/start UITN-0001", who=other)
    await world.presses("Nederland", who=other)
    await world.presses("16 of 17", who=other)
    await world.presses("Ja", who=other)


async def talks_with_a_professional(world: World, who: str = "young") -> None:
    """A young person talks with the professional."""
    await asks_for_a_professional(world, who)
    await world.presses(CLAIM, who="professional")


async def clears(world: World) -> list[str]:
    """The professional takes the card, talks, and sees no danger any more."""
    await world.presses(CLAIM, who="professional")
    await world.presses(CLEAR, who="professional")
    said = await world.presses(SURE, who="professional")
    await world.types("/klaar", who="professional")
    return said


async def invited(
    world: World,
    code: str,
    role: str,
    *,
    alias: str = "Gouden Das",
    age: int | None = None,
    days: int = 7,
) -> str:
    """There is an invitation with this code, as `maatje invite` makes it."""
    now = world.clock.now()
    async with world.application.house.units() as tx:
        await tx.invitations.add(
            Invitation(
                code_hash(code),
                role,
                alias,
                age,
                "T. de Vries, jeugdwerker",
                now + timedelta(days=days),
            ),
            now,
        )
        await tx.commit()
    return code


async def joins(
    world: World,
    who: str,
    role: str,
    *,
    age: int | None = None,
    alias: str = "Gouden Das",
    duty: bool = True,
) -> None:
    """Somebody becomes a staff member through the front door."""
    code = await invited(world, f"CODE-{who}", role, alias=alias, age=age)
    await world.types(f"/start {code}", who=who)
    if duty:
        await world.types("/dienst aan", who=who)


async def person_of(world: World, who: str) -> PersonId:
    """Who stands behind an address."""
    async with world.application.house.units() as tx:
        return await tx.people.at("terminal", who, world.clock.now())


def offers(world: World, who: str) -> list[str]:
    """The offers and cards that somebody got: messages with the button to take a talk."""
    return [
        s.reply.text
        for s in world.seen
        if s.to == who and any(b.label in (CLAIM, TAKE_OVER) for b in s.reply.buttons)
    ]


def urgent_cards(world: World, who: str = "professional") -> list[str]:
    """The urgent cards that somebody got."""
    return [text for text in offers(world, who) if text.startswith("❗ GEVAAR")]


def concern_cards(world: World, who: str = "professional") -> list[str]:
    """The concern cards that somebody got."""
    return [text for text in offers(world, who) if text.startswith("Zorg")]


async def states(world: World) -> list[str]:
    """The states of all cases, in the order in which they began."""
    rows = sorted(await world.rows("handoffs"), key=lambda row: (row.created_at, row.id))
    return [row.state for row in rows]


def was_told(world: World, name: str, who: str = "young") -> bool:
    """Has somebody read this sentence of handoff.yml, whatever was filled in?"""
    begin = world.rule(name).split("{")[0]
    return any(text.startswith(begin) for text in world.saw(who))


async def posts(
    world: World,
    text: str,
    *,
    who: str = "young",
    kind: str = "Een bericht schrijven",
    topic: str = "Liever geen onderwerp",
    means: dict[str, object] | None = None,
) -> list[str]:
    """A young person sends a text in for the wall; returns what they read at the end."""
    await world.types("/muur", who=who)
    await world.presses(kind, who=who)
    await world.types(text, means=means, who=who)
    await world.presses(topic, who=who)
    return await world.presses("Ja, stuur het in", who=who)
