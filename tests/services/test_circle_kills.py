"""A house that is killed at any step: every line of a circle is kept once and reaches everybody."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.channels.terminal import CHANNEL, update
from bot.engine.matching import plain
from tests.services.town import Town, open_town

PEOPLE = ("young", "young2", "young3", "young4")


async def circle(town: Town) -> None:
    """Four young people in one circle, and the first of them writes in it."""
    code = await town.invites("coach", "Vrolijke Kraai", 25)
    await town.does(update("coach", text=f"/start {code}"))
    await town.does(update("coach", text="/kring nieuw pesten nl 16-17 dinsdag 19:00"))
    await town.does(update("coach", text="/kring 1 open"))
    for who in PEOPLE:
        await town.does(update(who, text="hoi"))
        async with town.database() as tx:
            person = await tx.people.at(CHANNEL, who, town.clock.now())
            known = await tx.conversations.get(person)
            told = known.remembering(age_band="16_17", region="nl", asked_about_you="yes")
            await tx.conversations.save(told, town.clock.now())
            await tx.commit()
        await town.does(update(who, text="/kring 1 ja"))
    await town.does(update("young", press="circle.in"))


@pytest.mark.parametrize("begin", [1, 2, 3])
async def test_killed_at_any_step_nothing_is_lost_and_nothing_is_kept_twice(
    tmp_path: Path, begin: int
) -> None:
    async with open_town(tmp_path) as town:
        await circle(town)
        lines = []
        for step in range(begin, 160, 9):
            lines.append(f"regel nummer {step}")
            town.fuse.left = step
            await town.does(update("young", text=lines[-1]))
        town.fuse.left = 0
        await town.settle()
        assert len(await town.rows("circle_lines")) == len(lines)
        for who in (*PEOPLE[1:], "coach"):
            seen = [one.reply.text for one in town.phones.seen if one.to == who]
            got = [line for line in lines if any(text.endswith(f": {line}") for text in seen)]
            assert got == lines  # every one, in order
            ends = Counter(text for text in seen if plain(text).endswith(tuple(lines)))
            # only a kill between the phone and the note that it was sent shows a line again
            assert all(count <= 2 for count in ends.values())
        assert town.errors.lines == []


async def test_killed_around_the_last_place_there_are_never_nine(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        await circle(town)
        for number in range(5, 9):
            who = f"young{number}"
            await town.does(update(who, text="hoi"))
            async with town.database() as tx:
                person = await tx.people.at(CHANNEL, who, town.clock.now())
                known = await tx.conversations.get(person)
                told = known.remembering(age_band="16_17", region="nl", asked_about_you="yes")
                await tx.conversations.save(told, town.clock.now())
                await tx.commit()
            town.fuse.left = 20 + number
            await town.does(update(who, text="/kring 1 ja"))
        town.fuse.left = 0
        rows = await town.rows("circle_members")
        assert len(rows) == len({row.alias for row in rows}) == 8
