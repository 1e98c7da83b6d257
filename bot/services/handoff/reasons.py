"""The words for why somebody fits: for the volunteer, for the coordinator and for the young person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.handoff import Handoff
from bot.domain.matching import Reason, Stop, Wish
from bot.domain.volunteer import Profile
from bot.engine.wishes import PROVINCES
from bot.services.house import House

MOST = 3  # reasons under an offer; a phone screen is small
YOU = {
    Reason.OWN_EXPERIENCE: "je zelf weet hoe het is {lived}",
    Reason.LANGUAGE: "je ook {language} spreekt",
    Reason.TOPIC: "je dit onderwerp kent",
    Reason.FORM: "je dit graag doet",
    Reason.AGE_NEARNESS: "jullie weinig schelen in leeftijd",
    Reason.LOAD_FAIRNESS: "je vandaag nog weinig gesprekken had",
}  # before a claim nothing is told of land or school
THEY = {
    Reason.OWN_EXPERIENCE: "weet zelf hoe het is {lived}",
    Reason.LANGUAGE: "spreekt ook {language}",
    Reason.TOPIC: "kent dit onderwerp",
    Reason.FORM: "doet deze vorm graag",
    Reason.AGE_NEARNESS: "scheelt weinig in leeftijd",
    Reason.SCHOOL_TYPE: "kent hetzelfde soort school",
    Reason.REGION: "woont in hetzelfde land",
    Reason.LOAD_FAIRNESS: "heeft vandaag nog weinig gesprekken gehad",
}
TOLD = (Reason.OWN_EXPERIENCE, Reason.LANGUAGE, Reason.TOPIC, Reason.SCHOOL_TYPE)
STOPPED = {
    Stop.NOT_APPROVED: "mag nog geen gesprekken doen",
    Stop.SELF: "is deze jongere zelf",
    Stop.AGE: "de leeftijd past niet",
    Stop.PARTED: "deze twee gingen eerder uit elkaar",
    Stop.FULL: "heeft al een gesprek",
    Stop.GENDER: "past niet bij een wens van de jongere",
    Stop.PROVINCE: "past niet bij een wens van de jongere",
}
GENDER_WORDS = {"girl": "liever een meisje", "boy": "liever een jongen"}


def for_volunteer(house: House, case: Handoff, wish: Wish, reasons: Sequence[Reason]) -> str:
    """What comes after "Dit past bij jou, omdat"; nothing when there is no reason to tell."""
    told = [_filled(house, case, wish, YOU[one]) for one in reasons if one in YOU][:MOST]
    return " en ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def for_coordinator(house: House, case: Handoff, wish: Wish, reasons: Sequence[Reason]) -> str:
    """Every reason, the heaviest first."""
    return " · ".join(_filled(house, case, wish, THEY[one]) for one in reasons if one in THEY)


def for_young(
    house: House, case: Handoff, wish: Wish, reasons: Sequence[Reason], profile: Profile
) -> str:
    """The best reason, when the volunteer said that it may be told."""
    told = [one for one in TOLD if one in reasons and profile.told]
    return _filled(house, case, wish, THEY[told[0]]) if told else ""


def wishes(wish: Wish) -> str:
    """The wishes of a young person, in words for who took the talk."""
    found = [GENDER_WORDS.get(wish.gender, "")]
    found += [f"niemand uit {PROVINCES[wish.not_province]}"] if wish.not_province else []
    found += [f"het liefst in het {wish.language}"] if wish.language else []
    return ", ".join(one for one in found if one)


def _filled(house: House, case: Handoff, wish: Wish, words: str) -> str:
    lived = house.flowbook().handoff.matching.lived(case.topic)
    return words.replace("{lived}", lived).replace("{language}", wish.language)
