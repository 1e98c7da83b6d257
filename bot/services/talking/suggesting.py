"""Sentences to look at (`flows/sentences.yml`) and one's own. Nothing here ever goes to a young person:
a sentence is shown to copy, so that the words stay one's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.messages import Button, Reply
from bot.domain.volunteer import StaffMember
from bot.services.house import House
from bot.services.ports import UnitOfWork

GROUP, SENTENCE = "group", "sentence"  # what the buttons carry
OWN, OWN_NAME = "own", "eigen"
LONGEST_OWN = 150  # characters: twenty of them fit one message
DELETE = "weg"


async def show(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    """`/zinnen`, `/zinnen luisteren` or `/zinnen luisteren 3`."""
    name, number = _parted(words)
    found = await _group(house, tx, member, name)
    if found is None:
        await _menu(house, tx, member)
        return
    key, title, sentences = found
    if number is None:
        await _list(house, tx, member, key, title, sentences)
    elif 1 <= number <= len(sentences):
        await _one(house, tx, member, sentences[number - 1])
    else:
        await _say(house, tx, member, "sentences_none")


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A button under the groups (`listen`) or under the sentences (`listen.3`)."""
    await show(house, tx, member, ref.replace(".", " "))


def _parted(words: str) -> tuple[str, int | None]:
    """The name of a group, and the number behind it if there is one."""
    *name, last = words.split() or [""]
    return (" ".join(name), int(last)) if last.isdecimal() else (words, None)


async def _group(
    house: House, tx: UnitOfWork, member: StaffMember, name: str
) -> tuple[str, str, Sequence[str]] | None:
    if name.strip().casefold() in (OWN, OWN_NAME):
        return OWN, OWN_NAME, await tx.own_sentences.of(member.person)
    group = house.flowbook().sentences.named(name)
    return (group.group, group.name, group.sentences) if group else None


async def _menu(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    flowbook = house.flowbook()
    groups = [(group.group, group.name) for group in flowbook.sentences.groups]
    buttons = tuple(Button(name, f"{GROUP}.{key}") for key, name in [*groups, (OWN, OWN_NAME)])
    names = ", ".join(name for _, name in groups)
    text = flowbook.staff("sentences_menu", groups=names)
    await tx.outbox.add(member.person, [Reply(text, buttons)], house.clock.now())


async def _list(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    key: str,
    title: str,
    sentences: Sequence[str],
) -> None:
    if not sentences:
        await _say(house, tx, member, "own_sentence_how")
        return
    lines = "\n".join(f"{n}. {sentence}" for n, sentence in enumerate(sentences, 1))
    text = house.flowbook().staff("sentences_shown", group=title, lines=lines)
    numbers = range(1, len(sentences) + 1)
    buttons = tuple(Button(str(n), f"{SENTENCE}.{key}.{n}") for n in numbers)
    await tx.outbox.add(member.person, [Reply(text, buttons)], house.clock.now())


async def _one(house: House, tx: UnitOfWork, member: StaffMember, sentence: str) -> None:
    """The sentence alone, so that a long press copies just that."""
    explained = house.flowbook().staff("sentence_copy")
    await tx.outbox.add(member.person, [Reply(explained), Reply(sentence)], house.clock.now())


async def own(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    """`/mijnzin TEKST` adds one of one's own, `/mijnzin weg N` takes one away, alone it shows them."""
    text, most = " ".join(words.split()), house.flowbook().handoff.limits.own_sentences
    first, _, rest = text.partition(" ")
    if not text:
        await show(house, tx, member, OWN)
    elif first.casefold() == DELETE and rest.isdecimal():
        gone = await tx.own_sentences.delete(member.person, int(rest))
        await _say(house, tx, member, "own_sentence_gone" if gone else "sentences_none")
    elif len(text) > LONGEST_OWN:
        await _say(house, tx, member, "own_sentence_long", most=LONGEST_OWN)
    elif len(await tx.own_sentences.of(member.person)) >= most:
        await _say(house, tx, member, "own_sentences_full", most=most)
    else:
        await tx.own_sentences.add(member.person, text, house.clock.now())
        await _say(house, tx, member, "own_sentence_kept")


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    text = house.flowbook().staff(name, **values)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
