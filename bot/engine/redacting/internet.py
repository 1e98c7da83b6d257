"""Mail addresses, links and accounts, also when they are written out to slip through."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.engine.redacting.view import Found, Known

_TLD = (
    r"(?:nl|be|com|org|net|eu|info|io|gg|tv|app|link|online|site|xyz|frl|vlaanderen|gent|brussels)"
)
_DOT = r"(?:\s*\.\s*|\s+(?:punt|dot)\s+|\s*[(\[](?:punt|dot|\.)[)\]]\s*)"
_AT = r"(?:\s?@\s?|\s+(?:at|apen?staart(?:je)?)\s+|\s*[(\[{](?:at|@|apen?staart(?:je)?)[)\]}]\s*)"
_PROVIDER = (
    r"(?:gmail|googlemail|hotmail|outlook|live|icloud|yahoo|proton(?:mail)?|telenet|skynet|proximus|"
    r"ziggo|kpnmail|kpn|planet|xs4all|msn)"
)
_LOCAL = r"(?<![\w.+-])\w[\w+-]*(?:(?:\.|\s+(?:punt|dot|streepje|underscore)\s+)[\w+-]+){0,6}\.?"
_MAIL = re.compile(
    rf"{_LOCAL}(?:\s?@\s?\w[\w-]*(?:\.\w[\w-]*)+"
    rf"|{_AT}(?:{_PROVIDER}(?:{_DOT}{_TLD}\b)?|(?:[\w-]+{_DOT}){{1,3}}{_TLD})\b)",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"\bhttps?\s?:\s?/\s?/\s?[^\s\ue000]+|\bwww\.[^\s\ue000]+"
    rf"|(?<![\w@.-])(?:[\w-]+\.){{1,4}}(?:{_TLD}\b(?:[/?#][^\s\ue000]*)?|[a-z]{{2,4}}/[^\s\ue000]+)"
    rf"|(?<![\w.-])[\w-]+\s+(?:punt|dot)\s+{_TLD}\b(?:\s+(?:slash|schuine streep)\s+[\w.-]+){{0,4}}",
    re.IGNORECASE,
)
_APP = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|sc|tik\s?tok|tt|discord|dc|telegram|tele|signal|bereal|"
    r"twitter|facebook|fb|messenger|roblox|fortnite|minecraft|steam|psn|xbox|epic|twitch|youtube|yt|"
    r"gamertag|kik|whatsapp|(?:gebruikers|user|snap|insta|account)\s?-?(?:naam|name))"
)
_NAME = r"[a-z0-9](?:[\w.-]*\w)?(?:#\d{3,5})?"
_AT_SIGN = re.compile(rf"(?<![\w@])(?:@\s?|apen?staart(?:je)?\s+){_NAME}", re.IGNORECASE)
_ACCOUNT = re.compile(
    rf"\b{_APP}\b(?:\s+(?:account|naam|naampje|name)\b)?"
    rf"(?P<cue>\s*(?:[:=]|\bis\b|\bheet\b|\bhiet\b)?\s*[\"'*]?)(?P<name>{_NAME})",
    re.IGNORECASE,
)
_LOOSE = re.compile(rf"(?<![\w.@])[a-z]{{2,20}}(?:[._][a-z0-9]+)*[._]?#\d{{4}}\b|"
                    rf"\b(?:add|volg|adden)\s+(?:me|mij)?\s*(?:(?:op|via)\s+{_APP}\s*:?\s*)?"
                    rf"(?P<name>{_NAME})", re.IGNORECASE)  # fmt: skip
_ODD = re.compile(r"[a-z][\w.-]*[\d_]|[\w]+[._#]\w|\d+[a-z]{3,}", re.IGNORECASE)
_CLAUSE_END = re.compile(r"\s*(?:$|[.,;!?)\"'\n]|\b(?:en|of|dan|als|voor|add|voeg|stuur)\b)")
_ORDINARY = re.compile(
    r"(?:ge|ver|be|ont)\w+(?:d|t|en)|\w+(?:loos|achtig|lijk|baar)|\d+|weg|kapot|prive|leeg|stuk|nep|"
    r"dom|saai|leuk|stom|fake|van|de|het|een|nu|ook|niet|niks|anders|zo|wel|echt|geheim|openbaar|open|"
    r"dicht|toxic|vol|raar|oud|nieuw|slecht|goed|druk|offline|online|alles|mijn|hetzelfde|privacy|"
    r"iets|iedereen|haat|je|ik|daar|waar|en|of|om|in|op|met|is|was|heb|aan|uit|af",
    re.IGNORECASE,
)


def mail(text: str, known: Known) -> Iterator[Found]:
    """Mail addresses: "naam@example.org", "naam at gmail punt com", "naam (at) example.org"."""
    for match in _MAIL.finditer(text):
        yield Found(*match.span(), "[mailadres]")


def links(text: str, known: Known) -> Iterator[Found]:
    """Web addresses, with or without http; the site of a helpline stays readable."""
    for match in _LINK.finditer(text):
        address = match[0].rstrip(".,;:!?)]}\"'")
        site = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/")
        stays = site in known.helplines
        yield Found(match.start(), match.start() + len(address), None if stays else "[link]")


def accounts(text: str, known: Known) -> Iterator[Found]:
    """Names on other apps: "@naam", "insta: naam_123", "snap naam123", "mijn snap is naam"."""
    for match in _AT_SIGN.finditer(text):
        yield Found(*match.span(), "[account]")
    for match in _ACCOUNT.finditer(text):
        if _is_account(match["name"], text[match.end() :][:20], cue=bool(match["cue"].strip())):
            yield Found(*match.span("name"), "[account]")
    for match in _LOOSE.finditer(text):
        if match["name"] is None:
            yield Found(*match.span(), "[account]")
        elif _ODD.match(match["name"]):
            yield Found(*match.span("name"), "[account]")


def _is_account(name: str, behind: str, *, cue: bool) -> bool:
    """A name with a digit, dot or dash is one; a bare word only at the end of "mijn snap is ..."."""
    if _ORDINARY.fullmatch(name):
        return False
    return bool(_ODD.match(name)) or (cue and len(name) > 2 and bool(_CLAUSE_END.match(behind)))
