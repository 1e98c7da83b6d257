"""What is not about a subject but happens every day: another language, a grown-up, who helps here, homework
to be made. Recognised by words alone, where a talk begins; each opens a flow of its own."""

from __future__ import annotations

import re

from bot.engine.matching import plain

_FLOWS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "goal",
        re.compile(
            r"\b(?:wil|wou|zou|graag|kan|mag|kunnen)\b(?: \w+){0,4}? doel(?:en)? (?:maken|zetten|stellen)\b"
        ),
    ),
    (
        "grown_up",
        re.compile(
            r"\bik ben (?:de |een )?(?:moeder|vader|mama|papa|ouder|oma|opa) van\b"
            r"|\bik ben (?:leerkracht|leraar|lerares|docent|docente|juf|meester|schoolmaatschappelijk"
            r"|jongerenwerker|begeleider|hulpverlener)\b"
            r"|\b(?:mijn|onze) (?:zoon|dochter) van (?:\d{1,2}|\w+)\b"
            r"|\bals (?:ouder|moeder|vader) maak ik me\b"
            r"|\been (?:leerling|student) (?:van mij|uit mijn klas) (?:zegt|heeft|wordt|wil)\b"
        ),
    ),
    (
        "helps_here",
        re.compile(
            r"\bik ben (?:een |hier )?(?:vrijwilliger|maatje) (?:bij|van|hier|en)\b"
            r"|\bik wil (?:graag|ook) (?:maatje|vrijwilliger) worden\b"
        ),
    ),
    (
        "answers_wanted",
        re.compile(
            r"\b(?:maak|schrijf|doe|los)\b.{0,20}\b(?:mijn|mn|m n|dit|deze|een)\b.{0,15}"
            r"\b(?:huiswerk|verslag|samenvatting|opdracht|som|sommen|boekverslag|werkstuk|taak|opstel)\b"
            r"|\bgeef (?:me |mij )?(?:de )?antwoorden\b"
        ),
    ),
)
# Small words that another language has and Dutch has not.
_OTHERS = (
    "the and you your my i'm im what why how hello help please need want with feel feeling they she he"
    " i i'd to myself should can't cannot don't do not really very because friend mother father"
    " je suis ne pas vous avec pour mon ma mes est bonjour quoi mais"
    " ich nicht und das ist mit mein meine aber kann warum"
    " ben sen degil değil icin için nasil nasıl yardim yardım"
    " que por para estoy como quiero ayuda soy"
    " nie jest mam moja pomoc dlaczego"
)
_OURS = (
    "ik je het een niet dat van is en maar met voor wil ben heb mijn mij wat hoe kan moet zo te op ook er"
    " nog als aan bij om naar hij zij ze we wij geen wel weet gewoon echt kei ni ge gij da mn"
)
_FOREIGN, _DUTCH = frozenset(_OTHERS.split()), frozenset(_OURS.split())
_BOTH = frozenset(
    ("ben", "je", "is", "me", "he", "was", "mag", "hem", "help", "ma", "nie", "que", "com")
)
# Flows without a subject: what is typed there is read as a first message, as in the menu.
EVERYDAY = frozenset(
    ("chat", "insulted", "testing", "other_language", "grown_up", "helps_here", "answers_wanted")
)
FEWEST = 3  # words from which a language can be told
_NOT_LATIN = re.compile(r"[\u0370-\u1fff\u2c80-\ud7ff]")


def everyday_flow(text: str) -> str | None:
    """The flow for what is said here, if it is one of these."""
    if is_other_language(text):
        return "other_language"
    said = plain(text)
    return next((flow for flow, pattern in _FLOWS if pattern.search(said)), None)


def is_other_language(text: str) -> bool:
    """Is this clearly no Dutch? A few borrowed words are Dutch: "omg help ik snap er niks van"."""
    if len(_NOT_LATIN.findall(text)) >= 3:
        return True
    words = plain(text).split()
    foreign = sum(word in _FOREIGN and word not in _BOTH for word in words)
    dutch = sum(word in _DUTCH and word not in _BOTH for word in words)
    return len(words) >= FEWEST and foreign >= 2 and dutch == 0
