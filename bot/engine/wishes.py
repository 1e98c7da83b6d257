"""What a young person wishes of a peer, in their own words: a girl or a boy, another province, a
language. Only what was read out of the words is remembered, never the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation
from bot.domain.matching import Wish, conflict
from bot.domain.volunteer import Profile
from bot.domain.volunteer_path import young_may
from bot.engine.matching import plain

if TYPE_CHECKING:
    from bot.engine.matching_rules import Matching
    from bot.engine.run import Moment

# What an open question about wishes collects, instead of the words themselves.
WISHES = ("peer_wish", "own_province", "own_language")
ANY = "any"
PEER_WISHES = "peer_wishes"  # the flow that asks for them, once
PEER_FORM = "peer_form"  # the form that was asked for last
PROVINCES: dict[str, str] = {
    "groningen": "Groningen",
    "friesland": "Friesland",
    "drenthe": "Drenthe",
    "overijssel": "Overijssel",
    "flevoland": "Flevoland",
    "gelderland": "Gelderland",
    "utrecht": "Utrecht",
    "noord_holland": "Noord-Holland",
    "zuid_holland": "Zuid-Holland",
    "zeeland": "Zeeland",
    "noord_brabant": "Noord-Brabant",
    "limburg_nl": "Nederlands-Limburg",
    "antwerpen": "Antwerpen",
    "limburg_be": "Belgisch-Limburg",
    "oost_vlaanderen": "Oost-Vlaanderen",
    "vlaams_brabant": "Vlaams-Brabant",
    "west_vlaanderen": "West-Vlaanderen",
    "brussel": "Brussel",
}
_ALSO = {"fryslan": "friesland", "fryslân": "friesland", "brabant": "noord_brabant"}
_LIMBURG = {"nl": "limburg_nl", "be": "limburg_be"}
_GIRL = re.compile(r"\b(?:meisjes?|meid|vrouw|vrouwelijk|zij)\b")
_BOY = re.compile(r"\b(?:jongens?|man|mannelijk|gast|kerel)\b")
_NOT = re.compile(
    r"\b(?:geen|niet|ni|nie|gene)\s+(?:een\s+)?(?=(?:meisje|meid|vrouw|jongen|man)\b)"
)


def province_in(text: str, region: str = "") -> str:
    """The province that is named, or nothing. "Limburg" alone is that of the country one lives in."""
    said = f" {plain(text)} "
    for province, name in PROVINCES.items():
        if f" {plain(name)} " in said:
            return province
    if " limburg " in said:
        return _LIMBURG.get(region, "limburg_nl")
    return next((province for word, province in _ALSO.items() if f" {word} " in said), "")


def gender_in(text: str) -> str:
    """`girl` or `boy` when exactly one is meant; "geen jongen" means a girl."""
    said = plain(text)
    girl, boy = bool(_GIRL.search(said)), bool(_BOY.search(said))
    if girl == boy:
        return ""
    turned = bool(_NOT.search(said))
    return "girl" if girl != turned else "boy"


def wishes_in(question: str, text: str, region: str, rules: Matching) -> dict[str, str]:
    """What to remember of a typed answer to one of the questions in `WISHES`."""
    found = {
        "peer_gender": gender_in(text) if question == "peer_wish" else "",
        "not_province": province_in(text, region) if question != "own_language" else "",
        "peer_language": rules.language_in(text) if question != "own_province" else "",
    }
    return {name: value for name, value in found.items() if value}


def wish_of(conversation: Conversation) -> Wish:
    """The wishes that are remembered; nothing else of the person."""
    known = {name: value for name, value in conversation.remembered.items() if value != ANY}
    return Wish(
        conversation.person,
        gender=known.get("peer_gender", ""),
        not_province=known.get("not_province", ""),
        language=known.get("peer_language", ""),
        region=known.get("region", ""),
        school_type=known.get("school_type", ""),
    )


def standing_of(conversation: Conversation, moment: Moment) -> set[str]:
    """How it stands with the wishes, for `if: {wish: …}`."""
    known = {name for name, value in conversation.remembered.items() if value != ANY}
    found = {"asked"} if "asked_wishes" in known else set()
    found |= {"gender"} if "peer_gender" in known else set()
    found |= {"province"} if "not_province" in known else set()
    found |= {"language"} if "peer_language" in known else set()
    unmet = peers_there(conversation, moment) > 0 and peers_for(conversation, moment) <= 0
    return found | ({"unmet"} if unmet else set())


def peers_there(conversation: Conversation, moment: Moment) -> int:
    """How many peers there are for the form that is asked for, whatever the wishes are."""
    return moment.peers_on_duty + len(_young_peers(conversation, moment))


def peers_for(conversation: Conversation, moment: Moment) -> int:
    """How many of the peers who are there also fit the wishes."""
    wish = wish_of(conversation)
    profiles = (*moment.peers, *_young_peers(conversation, moment))
    against = sum(conflict(wish, one) is not None for one in profiles)
    return peers_there(conversation, moment) - against


def _young_peers(conversation: Conversation, moment: Moment) -> tuple[Profile, ...]:
    """Volunteers of 16 and 17, where the form that is asked for is one of theirs."""
    form = conversation.remembered.get(PEER_FORM)
    return moment.young_peers if young_may(form, conversation.age_band) else ()
