"""`/profiel`: a volunteer tells, with buttons or a few words, by what they can be matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Profile, Role, StaffMember
from bot.engine.matching import matches, plain
from bot.engine.wishes import PROVINCES
from bot.services.house import House
from bot.services.ports import UnitOfWork

PROFILE = "profile"
AWAY = ("weg", "niet", "geen")
# The parts: the word that is typed, the field of `Profile`, and how it is shown.
PARTS: dict[str, tuple[str, str]] = {
    "ervaring": ("experiences", "Zelf meegemaakt"),
    "onderwerp": ("topics", "Weet ik van"),
    "vorm": ("forms", "Doe ik graag"),
    "taal": ("languages", "Talen"),
    "land": ("region", "Land"),
    "provincie": ("province", "Provincie"),
    "school": ("school_type", "School"),
    "ik": ("gender", "Ik ben"),
    "delen": ("told", "De jongere mag lezen waarom ik pas"),
}
ALSO = {
    "ervaringen": "ervaring", "onderwerpen": "onderwerp", "vormen": "vorm", "talen": "taal",
    "regio": "land", "opleiding": "school", "gender": "ik", "geslacht": "ik",
}  # fmt: skip
REGIONS = {"nl": "Nederland", "be": "Vlaanderen of Brussel"}
SCHOOLS = {
    "vmbo": "vmbo",
    "havo_vwo": "havo of vwo",
    "practical": "praktijkonderwijs",
    "aso": "aso",
    "tso": "tso",
    "bso": "bso",
    "mbo": "mbo",
    "higher": "hbo of universiteit",
}
GENDERS = {"girl": "een vrouw", "boy": "een man", "other": "anders"}
YES_NO = {"ja": "ja", "nee": "nee"}
SAME = {
    "vrouw": "girl", "meisje": "girl", "meid": "girl", "man": "boy", "jongen": "boy", "x": "other",
    "be": "be", "belgie": "be", "belgië": "be", "vlaanderen": "be", "brussel": "be", "nl": "nl",
    "havo": "havo_vwo", "vwo": "havo_vwo", "hbo": "higher", "wo": "higher", "universiteit": "higher",
    "hogeschool": "higher", "praktijk": "practical",
}  # fmt: skip


async def typed(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/profiel`, alone or with what should change."""
    if member.role is not Role.VOLUNTEER:
        await _say(house, tx, member, "profile_volunteers")
        return
    words = plain(argument).split()
    if not words:
        await _show(house, tx, member)
    elif words == ["leeg"]:
        await tx.profiles.save(member.person, Profile(), house.clock.now())
        await _say(house, tx, member, "profile_emptied")
    else:
        await _change(house, tx, member, words)


async def _change(house: House, tx: UnitOfWork, member: StaffMember, words: list[str]) -> None:
    away = any(word in AWAY for word in words)
    words = [word for word in words if word not in AWAY]
    named = ALSO.get(words[0], words[0]) if words else ""
    parts = [named] if named in PARTS else [part for part in PARTS if part != "delen"]
    text = " ".join(words[1:] if named in PARTS else words)
    if named in PARTS and not text:
        await _pick(house, tx, member, named, away=away)
        return
    known = house.flowbook().handoff.matching
    for part in parts:
        value = _found(_values(house, part), text)
        value = value or (known.topic_in(text) if part in ("ervaring", "onderwerp") else "")
        if value:
            await _set(house, tx, member, part, value, away=away)
            return
    await _say(house, tx, member, "profile_unclear")


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A button of the profile: a part, or a value of it. Pressed again it is gone again."""
    part, _, value = ref.partition(".")
    if member.role is not Role.VOLUNTEER:
        await _say(house, tx, member, "profile_volunteers")
    elif part not in PARTS or (value and value not in _values(house, part)):
        await _say(house, tx, member, "old_button")
    elif not value:
        await _pick(house, tx, member, part)
    else:
        has = _has(await tx.profiles.get(member.person), part, value)
        await _set(house, tx, member, part, value, away=has)


def _values(house: House, part: str) -> Mapping[str, str]:
    """What can be chosen in a part, with its Dutch name."""
    flowbook = house.flowbook()
    known = flowbook.handoff.matching
    values: Mapping[str, Mapping[str, str]] = {
        "ervaring": {one.topic: one.name for one in known.topics},
        "onderwerp": {one.topic: one.name for one in known.topics},
        "vorm": {one.form: one.name for one in flowbook.roles.roles},
        "taal": {one: one for one in known.languages},
        "land": REGIONS,
        "provincie": PROVINCES,
        "school": SCHOOLS,
        "ik": GENDERS,
        "delen": YES_NO,
    }
    return values[part]


def _found(values: Mapping[str, str], text: str) -> str:
    """The value that is meant: its name, one of its words, or a near miss in typing."""
    if SAME.get(text) in values:
        return SAME[text]
    exact = [value for value, name in values.items() if text in (plain(name), plain(value))]
    first = [value for value, name in values.items() if text == plain(name).split(" ")[0]]
    near = [value for value, name in values.items() if matches(text, (name, value), -1)]
    return next(iter([*exact, *first, *near]), "")


def _has(profile: Profile, part: str, value: str) -> bool:
    field = getattr(profile, PARTS[part][0])
    if part == "delen":
        return False  # yes and no are two buttons: pressing one never means the other
    return value in field if isinstance(field, frozenset) else field == value


async def _set(
    house: House, tx: UnitOfWork, member: StaffMember, part: str, value: str, *, away: bool
) -> None:
    profile = await tx.profiles.get(member.person)
    field = PARTS[part][0]
    old = getattr(profile, field)
    new: object
    if part == "delen":
        new = value == "ja" and not away
    elif isinstance(old, frozenset):
        new = old - {value} if away else old | {value}
    else:
        new = "" if away else value
    changed = replace(profile, **{field: new})  # type: ignore[arg-type]
    await tx.profiles.save(member.person, changed, house.clock.now())
    await _say(house, tx, member, "profile_saved", line=_line(house, changed, part))


def _line(house: House, profile: Profile, part: str) -> str:
    field, shown = PARTS[part]
    old = getattr(profile, field)
    values = _values(house, part)
    if part == "delen":
        text = "ja" if old else "nee"
    elif isinstance(old, frozenset):
        text = ", ".join(values.get(one, one) for one in sorted(old))
    else:
        text = values.get(old, old)
    return f"{shown}: {text or house.flowbook().staff('profile_nothing')}."


async def _show(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    flowbook = house.flowbook()
    profile = await tx.profiles.get(member.person)
    lines = "\n".join(_line(house, profile, part) for part in PARTS)
    text = flowbook.staff("profile", lines=lines, hint=flowbook.staff("profile_hint"))
    buttons = tuple(Button(shown, f"{PROFILE}.{part}") for part, (_, shown) in PARTS.items())
    await tx.outbox.add(member.person, [Reply(text, buttons)], house.clock.now())


async def _pick(
    house: House, tx: UnitOfWork, member: StaffMember, part: str, *, away: bool = False
) -> None:
    """The values of one part as buttons; `/profiel weg provincie` takes a single value away."""
    profile = await tx.profiles.get(member.person)
    old = getattr(profile, PARTS[part][0])
    if away and isinstance(old, str) and old:
        await _set(house, tx, member, part, old, away=True)
        return
    buttons = tuple(
        Button(("✓ " if _has(profile, part, value) else "") + name, f"{PROFILE}.{part}.{value}")
        for value, name in _values(house, part).items()
    )
    text = house.flowbook().staff("profile_pick")
    await tx.outbox.add(member.person, [Reply(text, buttons)], house.clock.now())


async def _say(house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: str) -> None:
    text = house.flowbook().staff(name, **values)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
