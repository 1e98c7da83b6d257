"""A group of Telegram, over the strict fake: linking, taking part, the round, removal, and moving along."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.channels.telegram.connecting import QuietBot
from bot.channels.telegram.delivering import TelegramSender
from bot.channels.telegram.translating import CHANNEL, raw_update, translate
from bot.domain.goals import CheckInWish
from bot.domain.ids import GroupNumber
from bot.domain.turn import SetGoal
from bot.domain.volunteer import Role, StaffMember
from bot.services import checking_in
from bot.services.groups import room
from bot.services.receiving import receive
from bot.services.working import Works
from tests.conftest import World
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_group import FakeGroup
from tests.telegram.fake_user import FakeUser, Seen

NOOR, SAM, LEADER, STRANGER = 61001, 62002, 63003, 64004
GROUP, SUPERGROUP = -4001, -1001234567890
BOT_NAME = "maatje_test_bot"
CANARY = "kanariegroep"


class Class3B:
    """A leader, two young people and a group that they are all in."""

    def __init__(self, world: World, fake: FakeBotApi, bot: QuietBot) -> None:
        self.world, self.fake = world, fake
        self.noor, self.sam = fake.user(NOOR), fake.user(SAM)
        self.leader, self.stranger = fake.user(LEADER), fake.user(STRANGER)
        self.group = fake.group(GROUP)
        for person, name in ((NOOR, "Noor de Wit"), (SAM, "Sam"), (LEADER, "Juf Els")):
            self.group.joins(person, name)
        clock = world.clock

        async def passes(seconds: float) -> None:
            clock.move(seconds=seconds)

        sender = TelegramSender(bot, now=lambda: clock.now().timestamp(), sleep=passes)
        self.house = replace(
            world.application.house,
            senders={**world.application.house.senders, CHANNEL: sender},
            translators={**world.application.house.translators, CHANNEL: translate},
            bot_name=BOT_NAME,
        )
        self.works = Works(self.house)

    async def arrives(self) -> None:
        """Everything that was sent comes in, is dealt with, and what may go goes."""
        batch = self.fake.batch(100, 0)
        self.fake.confirm(self.fake.next_update_id)
        await receive(self.house, [row for one in batch if (row := raw_update(one))])
        for _ in range(300):
            await self.works.settle()
            async with self.house.units() as tx:
                waiting = await tx.outbox.next_due()
            if waiting is None:
                return
            self.passes(1)
        raise AssertionError("what was to be sent was not sent")

    def passes(self, seconds: float) -> None:
        self.world.clock.move(seconds=seconds)
        self.fake.advance(seconds)

    async def waits(self, hours: int) -> None:
        """Stops at every quarter, as the clock of the house would."""
        for _ in range(4 * hours):
            self.passes(900)
            await self.arrives()

    async def says(self, who: FakeUser, text: str) -> list[Seen]:
        before = len(who.screen)
        who.types(text)
        await self.arrives()
        return who.screen[before:]

    async def presses(self, who: FakeUser, label: str) -> list[Seen]:
        before = len(who.screen)
        who.presses(label)
        await self.arrives()
        return who.screen[before:]

    async def made(self) -> str:
        """The leader made group 1; returns the code of the link."""
        self.leader.types("hoi")
        self.fake.confirm(self.fake.next_update_id)
        async with self.house.units() as tx:
            now = self.world.clock.now()
            person = await tx.people.at(CHANNEL, str(LEADER), now)
            await tx.staff.save(StaffMember(person, Role.COACH, "Gouden Das", True, 25), now)
            await tx.commit()
        told = await self.says(self.leader, "/groep nieuw Klas 3B nl dinsdag 17:00")
        return told[-1].text.split("startgroup=")[1].split()[0]

    async def linked(self) -> str:
        """The group is linked; returns the code that stands in it."""
        code = await self.made()
        self.group.adds_bot(LEADER)
        self.group.says(LEADER, f"/start@{BOT_NAME} {code}")
        await self.arrives()
        return self.group.texts[-1].split("?start=")[1].split()[0]

    async def takes_part(self, who: FakeUser, code: str) -> list[Seen]:
        await self.says(who, f"/start {code}")
        return await self.presses(who, "Ja, ik doe mee")

    async def has_goal(self, who: FakeUser, step: str) -> None:
        async with self.house.units() as tx:
            person = await tx.people.at(CHANNEL, str(who.chat_id), self.world.clock.now())
            conversation = await tx.conversations.get(person)
            wish = SetGoal(step, "morgen", "nobody", CheckInWish("never"))
            await checking_in.set_goal(self.house, tx, conversation, wish)
            await tx.commit()

    async def allows(self, who: FakeUser, words: str, result: str = "Gelukt") -> list[Seen]:
        await self.says(who, "/groep ronde")
        await self.presses(who, result)
        await self.says(who, words)
        return await self.presses(who, "Ja, dit mag erin")

    async def ready(self) -> None:
        """Both take part and have a goal."""
        code = await self.linked()
        for who in (self.noor, self.sam):
            await self.takes_part(who, code)
            await self.has_goal(who, f"geheime stap {who.chat_id}")


@pytest.fixture
def town(world: World, fake: FakeBotApi, bot: QuietBot) -> Class3B:
    return Class3B(world, fake, bot)


async def groups(town: Class3B) -> list[str]:
    return [row.state for row in await town.world.rows("groups")]


# --- linking --------------------------------------------------------------------------------------


async def test_a_leader_links_a_group_and_what_stands_there_says_what_is_seen(
    town: Class3B,
) -> None:
    await town.linked()
    assert await groups(town) == ["linked"]
    (welcome,) = town.group.texts
    assert "Telegram-naam" in welcome
    assert f"https://t.me/{BOT_NAME}?start=" in welcome
    assert "Groep 1 is gekoppeld" in town.leader.screen[-1].text


async def test_a_code_that_others_read_links_nothing(town: Class3B) -> None:
    code = await town.made()
    town.group.adds_bot(SAM)
    town.group.says(SAM, f"/start@{BOT_NAME} {code}")
    town.group.says(LEADER, f"/start {code}", sender_chat={"id": GROUP, "type": "group"})
    await town.arrives()
    assert await groups(town) == ["made"]
    assert town.group.texts == []
    elsewhere = town.fake.group(-4002, "Een andere groep")
    elsewhere.adds_bot(STRANGER)
    elsewhere.says(STRANGER, "/start RAAD-1234")
    await town.arrives()
    assert elsewhere.texts == []


async def test_a_code_works_once_and_one_day(town: Class3B) -> None:
    code = await town.made()
    await town.waits(25)
    town.group.adds_bot(LEADER)
    town.group.says(LEADER, f"/start {code}")
    await town.arrives()
    assert await groups(town) == ["made"]
    assert "werkt niet" in town.leader.screen[-1].text
    told = await town.says(town.leader, "/groep 1 link")
    code = told[-1].text.split("startgroup=")[1].split()[0]
    town.group.says(LEADER, f"/start {code}")
    await town.arrives()
    assert await groups(town) == ["linked"]
    second = town.fake.group(-4003, "Nog een groep")
    second.adds_bot(LEADER)
    second.says(LEADER, f"/start {code}")
    await town.arrives()
    assert second.texts == []
    assert await groups(town) == ["linked"]


async def test_nothing_is_left_of_a_group_that_is_not_linked(town: Class3B) -> None:
    before = len(await town.world.rows("addresses"))
    other = town.fake.group(-4002, "Vreemd")
    other.adds_bot(STRANGER)
    other.says(STRANGER, "/help")
    other.says(STRANGER, f"hallo {CANARY}")
    other.removes_bot(STRANGER)
    await town.arrives()
    assert len(await town.world.rows("addresses")) == before
    assert other.texts == []


# --- what people write in the group ---------------------------------------------------------------


async def test_what_is_written_in_the_group_is_neither_answered_nor_stored(town: Class3B) -> None:
    await town.linked()
    inbox = len(await town.world.rows("inbox"))
    town.group.says(NOOR, f"ik wil dood {CANARY}")
    town.group.says(SAM, "@maatje_test_bot hoi")
    await town.arrives()
    assert len(await town.world.rows("inbox")) == inbox
    assert len(town.group.texts) == 1


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_of_a_command_nothing_is_kept_but_that_it_came(kind: str) -> None:
    chat = {"id": GROUP, "type": kind, "title": "Klas 3B"}
    person = {"id": NOOR, "is_bot": False, "first_name": "Noor"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person}
    row = raw_update({"update_id": 7, "message": message | {"text": f"/meld {CANARY}"}})
    assert row is not None
    assert json.loads(row.payload) == {"sign": "command"}
    for said in ("hoi", " ", "/ geen commando"):
        assert raw_update({"update_id": 7, "message": message | {"text": said}}) is None
    assert raw_update({"update_id": 7, "message": message | {"photo": [{}]}}) is None
    assert raw_update({"update_id": 7, "edited_message": message | {"text": "/stop"}}) is None
    press = {"id": "5", "data": "k", "message": message}
    assert raw_update({"update_id": 7, "callback_query": press}) is None
    came = {"chat": chat, "new_chat_member": {"status": "member", "user": {"id": 1}}}
    assert raw_update({"update_id": 7, "my_chat_member": came}) is None


async def test_commands_in_the_group_get_one_short_line(town: Class3B) -> None:
    await town.linked()
    for _ in range(30):
        town.group.says(NOOR, f"/help@{BOT_NAME}")
    await town.arrives()
    assert len(town.group.texts) == 2
    assert len(town.group.texts[-1]) < 60
    town.passes(700)
    await town.arrives()
    town.group.says(NOOR, "/menu")
    await town.arrives()
    assert len(town.group.texts) == 3


# --- the round ------------------------------------------------------------------------------------


async def test_nobody_takes_part_before_reading_that_the_others_see_their_name(
    town: Class3B,
) -> None:
    code = await town.linked()
    said = await town.says(town.noor, f"/start {code}")
    assert any("de anderen zien je Telegram-naam" in seen.text for seen in said)
    assert await town.world.rows("group_members") == []
    await town.presses(town.noor, "Ja, ik doe mee")
    assert len(await town.world.rows("group_members")) == 1
    assert len(town.group.texts) == 1  # the group hears nothing of it


async def test_the_round_has_the_words_that_were_shown_behind_the_telegram_name(
    town: Class3B,
) -> None:
    await town.ready()
    await town.waits(2)
    assert town.noor.screen[-1].text == "Hoi, past het nu?"
    await town.presses(town.noor, "Ja")
    await town.presses(town.noor, "Gelukt")
    shown = await town.says(town.noor, "het rommelhok is klaar")
    assert "het rommelhok is klaar (gelukt)" in shown[-1].text
    assert len(town.group.texts) == 1
    await town.presses(town.noor, "Ja, dit mag erin")
    await town.waits(24)
    posted = town.group.texts[-1].splitlines()
    assert posted[1:] == ["Noor de Wit: het rommelhok is klaar (gelukt)"]
    assert "geheime stap" not in "\n".join(town.group.texts)
    assert await town.world.rows("group_entries") == []
    await town.waits(24)
    assert len(town.group.texts) == 2


async def test_who_is_not_in_the_group_has_no_line_there(town: Class3B) -> None:
    await town.ready()
    code = (await town.says(town.leader, "/groep 1 link"), town.group.texts[-1].split("=")[-1])[1]
    await town.takes_part(town.stranger, code)
    await town.has_goal(town.stranger, "meekijken")
    for who in (town.noor, town.sam, town.stranger):
        await town.allows(who, f"iets kleins {who.chat_id}")
    town.group.leaves(SAM)
    await town.waits(27)
    posted = town.group.texts[-1].splitlines()
    assert posted[1:] == [f"Noor de Wit: iets kleins {NOOR} (gelukt)"]


async def test_a_name_is_kept_nowhere(town: Class3B) -> None:
    await town.ready()
    await town.allows(town.noor, "iets kleins")
    await town.waits(27)
    assert "Noor de Wit" in town.group.texts[-1]
    for table in ("outbox", "inbox", "groups", "group_members", "group_entries", "shown_messages"):
        for row in await town.world.rows(table):
            assert "Noor" not in str(row)
    group = next(row.chat for row in await town.world.rows("groups"))
    assert group not in [row.person for row in await town.world.rows("shown_messages")]


async def test_no_more_than_twenty_messages_a_minute_go_to_a_group(town: Class3B) -> None:
    await town.linked()
    town.fake.enforces_limits = True
    async with town.house.units() as tx:
        group = await tx.groups.get(GroupNumber(1))
        assert group is not None
        for number in range(45):
            await room.post(town.house, tx, group, f"regel {number}")
        await tx.commit()
    await town.arrives()
    assert len(town.group.texts) == 46
    assert town.fake.floods_seen == 0
    times = town.fake.in_groups[GROUP]
    assert max(sum(1 for at in times if 0 <= at - begin < 60) for begin in times) <= 20


# --- the end, and another address -----------------------------------------------------------------


async def test_a_group_that_removes_maatje_is_closed_and_nothing_leaks(town: Class3B) -> None:
    await town.ready()
    await town.allows(town.noor, "iets kleins")
    town.group.removes_bot(SAM)
    await town.arrives()
    assert await groups(town) == ["closed"]
    assert "is uit groep 1" in town.leader.screen[-1].text
    for table in ("group_members", "group_entries"):
        assert await town.world.rows(table) == []
    before = len(town.noor.screen)
    await town.waits(30)
    assert len(town.group.texts) == 1
    assert len(town.noor.screen) == before


async def test_a_removal_whose_news_never_came_is_noticed_at_sending(town: Class3B) -> None:
    await town.ready()
    await town.allows(town.noor, "iets kleins")
    town.group.removes_bot(SAM, silently=True)
    await town.waits(27)
    assert await groups(town) == ["closed"]
    assert "is uit groep 1" in town.leader.screen[-1].text
    assert await town.world.rows("group_entries") == []
    assert len(town.group.texts) == 1


async def test_a_round_on_its_way_to_a_group_that_is_gone_is_never_sent(town: Class3B) -> None:
    await town.ready()
    await town.allows(town.noor, "iets kleins")
    await town.waits(2)
    town.passes(24 * 3600)
    town.fake.breaks(1, method="getChatMember")
    await town.works.settle()
    town.group.removes_bot(SAM)
    await town.arrives()
    assert len(town.group.texts) == 1
    assert await town.world.rows("outbox") == []


async def test_a_group_that_becomes_a_supergroup_keeps_its_round(town: Class3B) -> None:
    await town.ready()
    await town.allows(town.noor, "iets kleins")
    new = town.group.moves(SUPERGROUP, LEADER)
    await town.arrives()
    await town.waits(27)
    assert new.texts[-1].splitlines()[1] == "Noor de Wit: iets kleins (gelukt)"
    assert len(town.group.texts) == 1
    new.removes_bot(LEADER)
    await town.arrives()
    assert await groups(town) == ["closed"]


async def test_a_supergroup_of_which_the_news_did_not_come_gets_its_round_too(
    town: Class3B,
) -> None:
    await town.ready()
    await town.allows(town.noor, "iets kleins")
    new: FakeGroup = town.group.moves(SUPERGROUP, LEADER)
    town.fake.confirm(town.fake.next_update_id)
    await town.waits(27)
    assert new.texts[-1].splitlines()[1] == "Noor de Wit: iets kleins (gelukt)"
    assert await groups(town) == ["linked"]


async def test_where_maatje_may_not_write_the_leader_hears_it_and_nothing_waits(
    town: Class3B,
) -> None:
    await town.ready()
    await town.allows(town.noor, "iets kleins")
    await town.waits(2)
    town.passes(24 * 3600)
    town.fake.refuses("Bad Request: not enough rights to send text messages to the chat")
    await town.arrives()
    assert any("nam de ronde" in seen.text for seen in town.leader.screen)
    assert await town.world.rows("group_entries") == []
    assert await groups(town) == ["linked"]


async def test_ending_says_so_in_the_group_and_forgets_its_address(town: Class3B) -> None:
    await town.ready()
    chat = next(row.chat for row in await town.world.rows("groups"))
    await town.says(town.leader, "/groep 1 klaar")
    assert await groups(town) == ["linked"]
    await town.says(town.leader, "/groep 1 klaar ja")
    assert await groups(town) == ["closed"]
    assert "De ronde stopt hier" in town.group.texts[-1]
    assert chat not in [row.person for row in await town.world.rows("addresses")]
