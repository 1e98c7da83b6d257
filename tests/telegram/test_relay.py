"""A whole talk over Telegram: the house, the sender and the strict fake, in one process."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.telegram.connecting import QuietBot
from bot.channels.telegram.delivering import TelegramSender
from bot.channels.telegram.translating import CHANNEL, raw_update, translate
from bot.domain.volunteer import Role, StaffMember
from bot.services.receiving import receive
from bot.services.working import Works
from tests.conftest import World
from tests.services.people import CLAIM
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_user import FakeUser, Seen

YOUNG, HELPER = 61001, 62002
ALIAS = "Gouden Das"


class Talk:
    """A young person and a helper, each on their own phone."""

    def __init__(self, world: World, fake: FakeBotApi, bot: QuietBot) -> None:
        self.world, self.fake = world, fake
        self.young, self.helper = fake.user(YOUNG), fake.user(HELPER)
        clock = world.clock

        async def passes(seconds: float) -> None:
            clock.move(seconds=seconds)

        sender = TelegramSender(bot, now=lambda: clock.now().timestamp(), sleep=passes)
        self.house = replace(
            world.application.house,
            senders={**world.application.house.senders, CHANNEL: sender},
            translators={**world.application.house.translators, CHANNEL: translate},
        )
        self.works = Works(self.house)

    async def arrives(self) -> None:
        """Everything that was sent comes in, is dealt with, and what may go goes."""
        batch = self.fake.batch(100, 0)
        self.fake.confirm(self.fake.next_update_id)
        await receive(self.house, [row for one in batch if (row := raw_update(one))])
        for _ in range(30):
            await self.works.settle()
            async with self.house.units() as tx:
                waiting = await tx.outbox.next_due()
            if waiting is None:
                return
            self.world.clock.move(seconds=1)
        raise AssertionError("what was to be sent was not sent")

    async def begins(self, role: Role) -> None:
        self.helper.types("hoi")
        self.fake.confirm(self.fake.next_update_id)
        async with self.house.units() as tx:
            now = self.world.clock.now()
            person = await tx.people.at(CHANNEL, str(HELPER), now)
            await tx.staff.save(StaffMember(person, role, ALIAS, True, 19), now)
            await tx.commit()
        act = "want_peer" if role is Role.VOLUNTEER else "want_professional"
        self.world.language.teach("mag ik iemand", {"act": act})
        self.young.types("mag ik iemand")
        await self.arrives()
        for label in ("Nederland", "16 of 17", "Maakt niet uit") if role is Role.VOLUNTEER else ():
            self.young.presses(label)
            await self.arrives()
        self.helper.presses(CLAIM)
        await self.arrives()

    async def says(self, who: FakeUser, text: str) -> Seen:
        """Somebody types; returns what is newest on the other screen."""
        who.types(text)
        await self.arrives()
        return (self.helper if who is self.young else self.young).screen[-1]


@pytest.fixture
async def talk(world: World, fake: FakeBotApi, bot: QuietBot) -> Talk:
    begun = Talk(world, fake, bot)
    await begun.begins(Role.VOLUNTEER)
    return begun


@pytest.fixture
async def with_professional(world: World, fake: FakeBotApi, bot: QuietBot) -> Talk:
    begun = Talk(world, fake, bot)
    await begun.begins(Role.PROFESSIONAL)
    return begun


async def test_an_edit_changes_the_message_at_the_other_side(talk: Talk) -> None:
    line = await talk.says(talk.young, "ik kom morgen")
    talk.young.edits("ik kom vrijdag")
    await talk.arrives()
    changed = talk.helper.screen[-1]
    assert (changed.message_id, changed.edited) == (line.message_id, True)
    assert changed.text.endswith(" (aangepast): ik kom vrijdag")


async def test_an_edit_of_a_message_that_was_deleted_comes_as_a_new_one(talk: Talk) -> None:
    await talk.says(talk.helper, "tot morgen")
    talk.young.deletes("tot morgen")
    talk.helper.edits("tot vrijdag")
    await talk.arrives()
    assert talk.young.screen[-1].text == f"{ALIAS} (aangepast): tot vrijdag"
    talk.helper.edits("tot zondag")
    await talk.arrives()
    assert talk.young.screen[-1].text == f"{ALIAS} (aangepast): tot zondag"
    assert not [seen for seen in talk.young.screen if "vrijdag" in seen.text]


async def test_an_edit_that_is_sent_twice_after_a_crash_is_there_once(talk: Talk) -> None:
    await talk.says(talk.young, "ik kom morgen")
    before = len(talk.helper.screen)
    talk.fake.hangs_up(1, method="editMessageText")
    talk.young.edits("ik kom vrijdag")
    await talk.arrives()
    assert [name for name, _ in talk.fake.calls].count("editMessageText") == 2
    assert len(talk.helper.screen) == before
    assert talk.helper.screen[-1].text.endswith("ik kom vrijdag")


async def test_a_reply_is_a_reply_to_the_copy(talk: Talk) -> None:
    line = await talk.says(talk.young, "ik durf niet")
    talk.helper.replies(line.message_id, "wat durf je niet?")
    await talk.arrives()
    asked = talk.young.screen[-1]
    mine = talk.fake.message(YOUNG, asked.answers)
    assert mine is not None
    assert mine["text"] == "ik durf niet"
    talk.young.replies(asked.message_id, "bellen")
    await talk.arrives()
    own = talk.fake.message(HELPER, talk.helper.screen[-1].answers)
    assert own is not None
    assert own["text"] == "wat durf je niet?"


async def test_a_reply_to_what_was_deleted_meanwhile_is_just_a_message(talk: Talk) -> None:
    line = await talk.says(talk.helper, "tot morgen")
    await talk.says(talk.young, "ja")
    own = talk.fake.history[HELPER]
    own[:] = [one for one in own if one.get("message", {}).get("text") != "tot morgen"]
    talk.young.replies(line.message_id, "is goed")
    await talk.arrives()
    assert talk.helper.screen[-1].text.endswith(": is goed")
    assert talk.helper.screen[-1].answers == 0


async def test_formatted_words_and_custom_emoji_cross_as_plain_words(talk: Talk) -> None:
    entities = [
        {"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org/kanarie"},
        {
            "type": "custom_emoji",
            "offset": 5,
            "length": 2,
            "custom_emoji_id": "5368324170671202286",
        },
    ]
    talk.young.sends(text="kijk 🙂", entities=entities)
    await talk.arrives()
    assert talk.helper.screen[-1].text.endswith(": kijk 🙂")
    sent = [params for name, params in talk.fake.calls if name == "sendMessage"]
    assert not [params for params in sent if "example.org" in str(params)]


async def test_a_line_that_gets_too_long_with_the_alias_is_split_and_whole(talk: Talk) -> None:
    words = "woord " * 682 + "eind"  # 4,096 with nothing before it
    before = len(talk.helper.screen)
    talk.young.types(words)
    await talk.arrives()
    parts = talk.helper.screen[before:]
    assert len(parts) == 2
    together = " ".join(seen.text for seen in parts)
    assert together.split(": ", 1)[1].split() == words.split()


async def test_many_lines_at_once_keep_their_order(talk: Talk) -> None:
    talk.fake.enforces_limits = False
    before = len(talk.helper.screen)
    for number in range(12):
        talk.young.types(f"regel {number}")
    await talk.arrives()
    lines = [seen.text.split(": ")[1] for seen in talk.helper.screen[before:]]
    assert lines == [f"regel {number}" for number in range(12)]


async def test_an_album_gets_one_explanation_and_its_words_cross(talk: Talk) -> None:
    young, helper = len(talk.young.screen), len(talk.helper.screen)
    talk.young.sends_album("dit is ons plein", *[""] * 9)
    await talk.arrives()
    (told,) = talk.young.screen[young:]
    assert told.text.startswith("Een foto geef ik niet door")
    (line,) = talk.helper.screen[helper:]
    assert line.text.endswith(": dit is ons plein")


async def test_a_sticker_crosses_as_its_emoji(talk: Talk) -> None:
    talk.young.sends_sticker("😢")
    await talk.arrives()
    assert talk.helper.screen[-1].text.endswith(": 😢")


async def test_voice_passes_only_after_the_professional_allows_it_and_in_this_talk(
    with_professional: Talk,
) -> None:
    talk = with_professional
    talk.young.sends_voice()
    await talk.arrives()
    assert talk.young.screen[-1].text.startswith("Een spraakbericht geef ik niet door")
    await talk.says(talk.helper, "/sta spraak toe")
    assert ALIAS in talk.young.screen[-1].text
    talk.young.sends_voice()
    await talk.arrives()
    assert talk.helper.screen[-2].text.endswith(" stuurt een spraakbericht:")
    assert talk.helper.screen[-1].text == "[voice]"
    copied = [params for name, params in talk.fake.calls if name == "copyMessage"]
    assert [params["from_chat_id"] for params in copied] == [str(YOUNG)]
    assert "forwardMessage" not in [name for name, _ in talk.fake.calls]
    await talk.says(talk.helper, "/klaar")
    talk.young.sends_voice()
    await talk.arrives()
    assert talk.young.screen[-1].text.startswith("Ik kan spraakberichten niet beluisteren")


async def test_a_voice_that_was_deleted_before_it_passed_is_told(with_professional: Talk) -> None:
    talk = with_professional
    await talk.says(talk.helper, "/sta spraak toe")
    talk.young.sends_voice()
    batch = talk.fake.history[YOUNG]
    batch[:] = [one for one in batch if "voice" not in one.get("message", {})]
    await talk.arrives()
    assert talk.helper.screen[-1].text.startswith("Een spraakbericht van")


async def test_who_blocks_in_the_middle_of_a_talk_is_told_to_the_other(talk: Talk) -> None:
    talk.fake.blocked.add(YOUNG)  # without a notice: the next send finds out
    talk.helper.types("ben je er nog?")
    await talk.arrives()
    gone = "is weg uit Telegram of heeft Maatje geblokkeerd. Het gesprek is gesloten."
    assert any(seen.text.endswith(gone) for seen in talk.helper.screen[-2:])


async def test_a_helper_who_blocks_is_told_to_the_young_person(talk: Talk) -> None:
    talk.fake.blocked.add(HELPER)
    talk.young.types("ben je er nog?")
    await talk.arrives()
    assert any("Je praat weer met Maatje, de bot" in seen.text for seen in talk.young.screen)
