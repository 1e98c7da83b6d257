"""What is stored of a Telegram update, and what Maatje makes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.translating import raw_update, translate
from bot.domain.messages import (
    Command,
    Content,
    Left,
    Press,
    Returned,
    Text,
    Unsupported,
    UnsupportedKind,
)
from tests.telegram.fake_telegram import FakeTelegram

CHAT = {"id": 1001, "type": "private", "first_name": "Kanarie", "username": "kanarie_1001"}


def message(**fields: Any) -> dict[str, Any]:
    return {"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": CHAT} | fields}


def edit(**fields: Any) -> dict[str, Any]:
    return {"update_id": 7, "edited_message": message(**fields)["message"]}


def membership(status: str) -> dict[str, Any]:
    change = {"chat": CHAT, "new_chat_member": {"status": status, "user": {"id": 1}}}
    return {"update_id": 7, "my_chat_member": change}


def understood(update: dict[str, Any]) -> Content | None:
    row = raw_update(update)
    return translate(row.payload) if row else None


@pytest.mark.parametrize(
    ("update", "content"),
    [
        (message(text="ze lachen me uit"), Text("ze lachen me uit")),
        (message(text="  "), Text("")),
        (message(text=""), Text("")),
        (message(text="😭😭"), Text("😭😭")),
        (message(text="x" * 10_000), Text("x" * 10_000)),
        (message(text="half teken \ud83d en nul \0 erin"), Text("half teken \ufffd en nul  erin")),
        (message(text="/stop"), Command("stop")),
        (message(text="/Stop!"), Command("stop", "!")),
        (message(text="/start@maatje_test_bot CODE-7 "), Command("start", "CODE-7")),
        (
            message(text="/bestaatniet\nmet meer\nregels"),
            Command("bestaatniet", "met meer\nregels"),
        ),
        (message(text="/ dit is geen commando"), Text("/ dit is geen commando")),
        (message(text="morgen 1/2 vrij"), Text("morgen 1/2 vrij")),
        (edit(text="toch niet zo"), Text("toch niet zo", edited=True)),
        (edit(text="/stop"), Text("/stop", edited=True)),
        (
            edit(photo=[{}], caption="nieuw bijschrift"),
            Unsupported(UnsupportedKind.PHOTO, "nieuw bijschrift", edited=True),
        ),
        (message(photo=[{}], caption="kijk dan"), Unsupported(UnsupportedKind.PHOTO, "kijk dan")),
        (message(photo=[{}]), Unsupported(UnsupportedKind.PHOTO)),
        (message(video={}), Unsupported(UnsupportedKind.VIDEO)),
        (message(video_note={}), Unsupported(UnsupportedKind.VIDEO_NOTE)),
        (message(animation={}, document={}), Unsupported(UnsupportedKind.VIDEO)),
        (message(voice={}), Unsupported(UnsupportedKind.VOICE)),
        (message(audio={}), Unsupported(UnsupportedKind.AUDIO)),
        (message(sticker={"emoji": "😢"}), Unsupported(UnsupportedKind.STICKER, "😢")),
        (message(sticker={}), Unsupported(UnsupportedKind.STICKER)),
        (message(document={}, caption="brief"), Unsupported(UnsupportedKind.FILE, "brief")),
        (message(contact={"phone_number": "+3160"}), Unsupported(UnsupportedKind.CONTACT)),
        (message(location={}), Unsupported(UnsupportedKind.LOCATION)),
        (message(venue={}, location={}), Unsupported(UnsupportedKind.LOCATION)),
        (message(poll={"question": "?"}), Unsupported(UnsupportedKind.POLL)),
        (message(dice={"emoji": "🎲"}), Unsupported(UnsupportedKind.DICE)),
        (message(game={"title": "x"}), Unsupported(UnsupportedKind.GAME)),
        (message(invented_in_2031={}), Unsupported(UnsupportedKind.OTHER)),
        (membership("kicked"), Left()),
        (membership("member"), Returned()),
    ],
)
def test_every_kind_of_message_becomes_something_maatje_can_answer(
    update: dict[str, Any], content: Content
) -> None:
    assert understood(update) == content


def test_a_press_keeps_the_key_of_the_button() -> None:
    press = {"id": "5", "data": "bullying:offer:1", "message": {"chat": CHAT, "date": 0}}
    assert understood({"update_id": 7, "callback_query": press}) == Press("bullying:offer:1")


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 7, "message": {"chat": CHAT | {"type": "group"}, "text": "hoi"}},
        {"update_id": 7, "message": {"chat": CHAT | {"type": "supergroup"}, "text": "hoi"}},
        {"update_id": 7, "channel_post": {"chat": CHAT | {"type": "channel"}, "text": "hoi"}},
        {"update_id": 7, "callback_query": {"id": "5", "data": "k", "inline_message_id": "9"}},
        {
            "update_id": 7,
            "callback_query": {"id": "5", "game_short_name": "g", "message": {"chat": CHAT}},
        },
        {"update_id": 7, "invented_in_2031": {"chat": CHAT}},
        {"update_id": 7},
        edit(location={"live_period": 60}),
        membership("administrator"),
        message(pinned_message={"text": "oud"}),
        message(message_auto_delete_timer_changed={}),
    ],
)
def test_what_nobody_said_to_maatje_is_not_stored(update: dict[str, Any]) -> None:
    assert raw_update(update) is None


def test_nothing_is_stored_of_who_somebody_is() -> None:
    world = FakeTelegram()
    somebody = world.user(1001)
    somebody.types("hoi")
    somebody.sends(text="door", forward_origin={"sender_user": {"first_name": "Kanarie"}})
    somebody.sends_photo("bijschrift")
    somebody.sends_voice()
    somebody.sends_sticker()
    somebody.sends_contact()
    somebody.edits("hoi!")
    somebody.blocks()
    stored = [raw_update(one.update) for one in world.pending]
    words = " ".join(row.payload for row in stored if row)
    assert len(stored) == 8
    for secret in ("anarie", "Geelvink", "canary", "FILEID", "+31", "1001", "1999"):
        assert secret not in words


def test_an_update_keeps_its_own_number_and_the_chat_it_came_from() -> None:
    row = raw_update(message(text="hoi"))
    assert row is not None
    assert (row.channel, row.delivery_id, row.address) == ("telegram", "7", "1001")


@given(st.text())
def test_whatever_is_typed_can_be_stored_and_read_back(words: str) -> None:
    content = understood(message(text=words))
    assert isinstance(content, Text | Command)
    if isinstance(content, Text):
        assert content.text in ("", words.replace("\0", ""))


@given(
    st.one_of(
        st.text(),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner) | st.dictionaries(st.sampled_from(["kind", "text"]), inner)
            ),
        ).map(json.dumps),
    )
)
def test_a_stored_message_that_cannot_be_read_is_answered_as_unsupported(payload: str) -> None:
    assert translate(payload) is not None
