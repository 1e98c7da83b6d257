"""A house that is killed at any step: what a young person allowed stands in the group, and is gone here."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.terminal import CHANNEL, GROUP, update
from bot.domain.goals import CheckInWish
from bot.domain.messages import GroupSign
from bot.domain.turn import SetGoal
from bot.services import checking_in
from tests.services.town import Town, open_town

CODE, JOIN = "UITN-0001", "UITN-0002"


async def takes_part(town: Town) -> None:
    """Group 1 is linked, and one young person with a goal takes part."""
    code = await town.invites("coach", "Vrolijke Kraai", 25)
    await town.does(update("coach", text=f"/start {code}"))
    await town.does(update("coach", text="/groep nieuw Klas 3B nl dinsdag 17:00"))
    made = [one.reply.text for one in town.phones.seen if one.to == "coach"][-1]
    link = made.split("/start ")[1].split()[0]
    linking = {"group": GroupSign.COMMAND, "argument": link, "by": "coach"}
    await town.does(update(GROUP, **linking))
    welcome = [one.reply.text for one in town.phones.seen if one.to == GROUP][-1]
    await town.does(update("young", text=f"/start {welcome.split('/start ')[1].split()[0]}"))
    await town.does(update("young", text="ja"))
    async with town.database() as tx:
        person = await tx.people.at(CHANNEL, "young", town.clock.now())
        conversation = await tx.conversations.get(person)
        wish = SetGoal("kast opruimen", "morgen", "nobody", CheckInWish("never"))
        await checking_in.set_goal(town.house, tx, conversation, wish)
        await tx.commit()


async def allows(town: Town, words: str) -> None:
    for text in ("/groep ronde", "gelukt", words, "ja"):
        await town.does(update("young", text=text))


@pytest.mark.parametrize("step", range(1, 60, 4))
async def test_killed_around_the_round_the_line_stands_there_and_is_gone_here(
    tmp_path: Path, step: int
) -> None:
    async with open_town(tmp_path) as town:
        await takes_part(town)
        await allows(town, "het rommelhok is klaar")
        town.clock.move(hours=2)
        await town.settle()
        town.clock.move(hours=24)
        town.fuse.left = step
        await town.settle()
        town.fuse.left = 0
        await town.settle()
        posted = [
            one.reply for one in town.phones.seen if one.to == GROUP and one.reply.spot.signed
        ]
        # only a kill between the phone and the note that it was sent shows it again
        assert len(posted) in (1, 2)
        assert {one.spot.signed for one in posted} == {
            (("young", "het rommelhok is klaar (gelukt)"),)
        }
        assert await town.rows("group_entries") == []
        assert town.errors.lines == []
