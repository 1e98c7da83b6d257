"""The chat of who supports a goal.

Somebody who only supports is answered here and nowhere else. Somebody who is a young person of Maatje too
has two lives in one chat: words belong to the young life, and only the buttons of support, `/steun` with
the number of what they support, and the one line that was just asked for belong to the other.
"""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.ids import PersonId, SupporterId
from bot.domain.messages import Command, Content, Press, Text
from bot.domain.safety import Risk
from bot.domain.supporters import Asks, Supporter, SupporterChat, SupportState
from bot.engine.danger import services_lines
from bot.engine.matching import plain
from bot.engine.stop_words import STOP_WORDS
from bot.services import forgetting
from bot.services.groups import joining as group_joining
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.supporters import cheering, ending, hearing, opening, own, room
from bot.services.understanding import Understood, words_of

SELF_WORDS = ("zelf praten", "zelf met maatje praten", "ik wil zelf praten", "zelf")
YES_WORDS = (
    "ja",
    "ja ik steun",
    "ok",
    "oké",
    "oke",
    "is goed",
    "graag",
    "ja graag",
    "tuurlijk",
    "ja hoor",
    "jazeker",
    "zeker",
    "yes",
    "prima",
    "jep",
    "ja is goed",
    "ja natuurlijk",
    "natuurlijk",
)
NO_WORDS = ("nee", "neen", "liever niet", "nee dank je", "toch niet", "laat maar")
OPEN_WORDS = ("bekijken", "bekijk", "open", "openen", "kijken")
FORGET_WORDS = ("vergeetmij", "wis alles", "vergeet mij", "alles wissen")
ALL = ("alles", "allemaal")
WISHES = ("want_peer", "want_professional")  # for themselves: never a cheer


async def takes(
    house: House, tx: UnitOfWork, person: PersonId, content: Content, understood: Understood
) -> Content | None:
    """Is this message for the support of a goal? Then it is dealt with here, and nothing is left. A wish
    to talk with Maatje oneself goes on as the beginning of a talk."""
    code = content.argument if isinstance(content, Command) and content.name == "start" else ""
    if code and await opening.is_code(tx, code):
        await opening.opened(house, tx, person, code)
        return None
    if code and await group_joining.is_code(tx, code):
        return content  # a Telegram group that they are in themselves: that is the young life
    if isinstance(content, Press) and content.key == room.SELF:
        return Command("start")
    if isinstance(content, Press) and content.key.partition(".")[0] == room.PRESS:
        await _pressed(house, tx, person, content.key)
        return None
    if not await tx.supporters.of_person(person):
        return content
    conversation = await tx.conversations.get(person)
    if conversation.introduced:
        return await _beside(house, tx, conversation, content, understood)
    return await _alone(house, tx, person, content, understood)


async def only_supports(tx: UnitOfWork, person: PersonId) -> bool:
    """Is this somebody who came to support a goal, and never talked with Maatje themselves?"""
    if not await tx.supporters.of_person(person):
        return False
    return not (await tx.conversations.get(person)).introduced


async def told_of_danger(house: House, tx: UnitOfWork, person: PersonId, risk: Risk) -> None:
    """Danger in the words of a supporter: services for them; nothing of it is passed on or kept."""
    services = services_lines(house.flowbook(), Conversation(person), risk)
    text = room.rules_of(house).tell("danger", services=services)
    await room.tell(house, tx, person, text, room.self_button(house))


# --- both lives in one chat -----------------------------------------------------------------------


async def _beside(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    content: Content,
    understood: Understood,
) -> Content | None:
    person, now = conversation.person, house.clock.now()
    if isinstance(content, Command) and content.name == "steun":
        return await _numbered(house, tx, person, content, understood)
    chat = await tx.supporters.chat(person)
    if chat is None or not chat.waits_for(Asks.LINE, now):
        return content
    one = await _about(tx, chat)
    moved = await tx.conversations.changed_at(person)
    spoke_since = moved is not None and moved > chat.at  # the young life went on meanwhile
    meaning = understood.meaning
    for_young = bool(meaning.risk.signs) or meaning.clear_act() in WISHES
    fits = isinstance(content, Text) and not content.edited and not for_young
    if one is None or spoke_since or not fits or await room.is_in_relay(tx, person):
        await _nothing_asked(house, tx, person, one)
        return content
    words = words_of(content)
    if plain(words) in (*STOP_WORDS, *NO_WORDS):
        await _nothing_asked(house, tx, person, one)
        await opening.show(house, tx, one, person)
    else:
        await cheering.line(house, tx, one, person, words, understood)
    return None


async def _numbered(
    house: House, tx: UnitOfWork, person: PersonId, content: Command, understood: Understood
) -> Content | None:
    """`/steun 2 …` when 2 is something that they support; a number of who supports them is not for here."""
    number, _, rest = content.argument.strip().partition(" ")
    if not number.isascii() or not number.isdigit() or understood.meaning.risk.signs:
        return content
    first = len(await own.running(tx, person)) + 1
    theirs = await own.given(tx, person)
    place = int(number[:4]) - first
    if not 0 <= place < len(theirs):
        return content
    await _typed_about(house, tx, theirs[place], person, rest, understood)
    return None


# --- who only supports ----------------------------------------------------------------------------


async def _alone(
    house: House,
    tx: UnitOfWork,
    person: PersonId,
    content: Content,
    understood: Understood,
) -> Content | None:
    if understood.meaning.risk.signs:
        await told_of_danger(house, tx, person, understood.meaning.risk)
    elif isinstance(content, Command):
        await _commanded(house, tx, person, content, understood)
    elif isinstance(content, Press):
        await room.say(house, tx, person, "old_button")
    elif not isinstance(content, Text) or not words_of(content):
        await room.say(house, tx, person, "only_words")
    elif plain(content.text) in SELF_WORDS:
        return Command("start")
    elif not content.edited:
        await _typed(house, tx, person, words_of(content), understood)
    else:
        await room.say(house, tx, person, "how")
    return None


async def _commanded(
    house: House, tx: UnitOfWork, person: PersonId, content: Command, understood: Understood
) -> None:
    match content.name:
        case "stop":
            await _leaves(house, tx, person, content.argument)
        case "vergeetmij":
            await _ask_forget(house, tx, person)
        case "wieleestdit":
            await room.say(house, tx, person, "who_reads")
        case "steun" if content.argument.strip():
            left = await _numbered(house, tx, person, content, understood)
            if left is not None:
                await _overview(house, tx, person)
        case _:
            await _overview(house, tx, person)


async def _typed(
    house: House, tx: UnitOfWork, person: PersonId, words: str, understood: Understood
) -> None:
    said, now = plain(words), house.clock.now()
    chat = await tx.supporters.chat(person)
    one = await _about(tx, chat)
    if chat is not None and chat.waits_for(Asks.FORGET, now):
        await _forgets(house, tx, person, yes=said in (*YES_WORDS, *FORGET_WORDS))
    elif said.split(" ")[0:1] == ["stop"] and (said in STOP_WORDS or len(said.split()) == 2):
        await _leaves(house, tx, person, said.removeprefix("stop").strip())
    elif said in FORGET_WORDS:
        await _ask_forget(house, tx, person)
    elif await _answers(house, tx, person, said):
        return
    elif understood.meaning.clear_act() in WISHES:
        await room.say(house, tx, person, "for_yourself", room.self_button(house))
    elif one is None:
        await _overview(house, tx, person)
    elif chat is not None and chat.waits_for(Asks.LINE, now):
        if said in NO_WORDS:
            await _nothing_asked(house, tx, person, one)
            await opening.show(house, tx, one, person)
        else:
            await cheering.line(house, tx, one, person, words, understood)
    else:
        await _typed_about(house, tx, one, person, words, understood, asked=False)


async def _answers(house: House, tx: UnitOfWork, person: PersonId, said: str) -> bool:
    """Was it the answer to the question whether they want to support? Any other words get it again."""
    waiting = [
        one for one in await tx.supporters.of_person(person) if one.state is SupportState.OPENED
    ]
    if not waiting:
        return False
    if said in YES_WORDS:
        await opening.accept(house, tx, waiting[-1], person)
    elif said in NO_WORDS:
        await opening.refuse(house, tx, waiting[-1], person)
    elif await own.given(tx, person):
        return False
    else:
        await opening.ask(house, tx, waiting[-1], person)
    return True


async def _typed_about(
    house: House,
    tx: UnitOfWork,
    one: Supporter,
    person: PersonId,
    words: str,
    understood: Understood,
    *,
    asked: bool = True,
) -> None:
    """Words about one goal: those of a button, or a line (`asked`). What was not asked for is not passed
    on: it is answered."""
    rules, said = room.rules_of(house), plain(words)
    cheers = [plain(cheer) for cheer in rules.cheers]
    await tx.supporters.save_chat(SupporterChat(person, house.clock.now(), one.id))
    if (not said and asked) or said in OPEN_WORDS:
        await _open(house, tx, one, person)
    elif said in cheers:
        await cheering.button(house, tx, one, person, cheers.index(said))
    elif said == plain(rules.tell("line_button")):
        await cheering.ask_line(house, tx, one, person)
    elif said in ("stop", plain(rules.tell("stop_button"))):
        await _leave(house, tx, one, person)
    elif asked:
        await cheering.line(house, tx, one, person, words, understood)
    elif len(words) > rules.limits.longest_cheer:
        longest = rules.limits.longest_cheer
        await room.say(house, tx, person, "too_long", room.self_button(house), longest=longest)
    elif rules.is_question(words):
        await room.say(house, tx, person, "asks_more", *room.cheer_buttons(house, one))
    else:
        await room.say(house, tx, person, "how", *room.cheer_buttons(house, one))


async def _overview(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """What they support; with one goal it is shown at once."""
    theirs = await own.given(tx, person)
    if not theirs:
        if not await _answers(house, tx, person, ""):
            await room.say(house, tx, person, "none", room.self_button(house))
    elif len(theirs) == 1:
        await _open(house, tx, theirs[0], person)
    else:
        reply = own.supported(house, theirs)
        await room.tell(house, tx, person, reply.text, *reply.buttons)


# --- buttons and the end --------------------------------------------------------------------------


async def _pressed(house: House, tx: UnitOfWork, person: PersonId, key: str) -> None:
    _, action, known, value = (*key.split("."), "", "", "")[:4]
    if key == room.WHO:
        await room.say(house, tx, person, "who_reads")
        return
    if action == "forget":
        await _forgets(house, tx, person, yes=known == "yes")
        return
    one = await tx.supporters.get(SupporterId(known))
    if one is None or one.person != person:
        await room.say(house, tx, person, "old_button")
    elif one.state is SupportState.OPENED and action in ("yes", "no"):
        answer = opening.accept if action == "yes" else opening.refuse
        await answer(house, tx, one, person)
    elif one.state is SupportState.ACTIVE and action not in ("yes", "no"):
        await tx.supporters.save_chat(SupporterChat(person, house.clock.now(), one.id))
        await _pressed_about(house, tx, one, person, action, value)
    else:
        await room.say(house, tx, person, "old_button")


async def _pressed_about(
    house: House, tx: UnitOfWork, one: Supporter, person: PersonId, action: str, value: str
) -> None:
    cheers = len(room.rules_of(house).cheers)
    match action:
        case "cheer" if value.isascii() and value.isdigit() and int(value) < cheers:
            await cheering.button(house, tx, one, person, int(value))
        case "line":
            await cheering.ask_line(house, tx, one, person)
        case "stop":
            await _leave(house, tx, one, person)
        case _:
            await _open(house, tx, one, person)


async def _open(house: House, tx: UnitOfWork, one: Supporter, person: PersonId) -> None:
    """What there is to hear, or else the goal."""
    await tx.supporters.save_chat(SupporterChat(person, house.clock.now(), one.id))
    if one.news:
        await hearing.open_news(house, tx, one, person)
    else:
        await opening.show(house, tx, one, person)


async def _leaves(house: House, tx: UnitOfWork, person: PersonId, which: str) -> None:
    """`stop`: with one goal at once; with more it is asked which."""
    known = [one for one in await tx.supporters.of_person(person) if one.is_running]
    place = int(which) if which.isascii() and which.isdigit() and len(which) < 4 else 0
    if which and 1 <= place <= len(known):
        known = [known[place - 1]]
    if not known:
        await room.say(house, tx, person, "none", room.self_button(house))
    elif len(known) == 1:
        await _leave(house, tx, known[0], person)
    elif plain(which) in ALL:
        for one in known:
            await ending.left(house, tx, one)
        await room.say(house, tx, person, "left_all")
    else:
        reply = own.supported(house, known)
        which_one = room.rules_of(house).tell("which")
        await room.tell(house, tx, person, f"{reply.text}\n{which_one}")


async def _leave(house: House, tx: UnitOfWork, one: Supporter, person: PersonId) -> None:
    await ending.left(house, tx, one)
    await room.say(house, tx, person, "left")


async def _ask_forget(house: House, tx: UnitOfWork, person: PersonId) -> None:
    await tx.supporters.save_chat(SupporterChat(person, house.clock.now(), asks=Asks.FORGET))
    await room.say(house, tx, person, "forget_ask", *room.forget_buttons(house))


async def _forgets(house: House, tx: UnitOfWork, person: PersonId, *, yes: bool) -> None:
    """Erasing is for who only supports; a young person has `/vergeetmij` of their own, for both lives."""
    if yes and await only_supports(tx, person):
        await forgetting.forget(house, tx, Conversation(person))
        return
    await _nothing_asked(house, tx, person, None)
    await room.say(house, tx, person, "not_forgotten")


async def _about(tx: UnitOfWork, chat: SupporterChat | None) -> Supporter | None:
    """What the chat is about: what was pressed last, or the newest that they support."""
    if chat is None:
        return None
    known = await tx.supporters.get(chat.supporter) if chat.supporter else None
    if known is not None and known.person == chat.person and known.state is SupportState.ACTIVE:
        return known
    theirs = await own.given(tx, chat.person)
    return theirs[-1] if theirs else None


async def _nothing_asked(
    house: House, tx: UnitOfWork, person: PersonId, one: Supporter | None
) -> None:
    about = one.id if one is not None else None
    await tx.supporters.save_chat(SupporterChat(person, house.clock.now(), about))
