"""What does not cross because of its kind: said kindly, once for an album, with the service for
pictures that somebody misuses when the talk is about that."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from bot.domain.ids import PersonId
from bot.domain.messages import Unsupported, UnsupportedKind
from bot.domain.safety import DangerKind, Risk
from bot.domain.turn import Turn
from bot.engine.flowbook import Flowbook
from bot.engine.referral import AGES, REGIONS
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork

ALBUM_TIME = timedelta(minutes=1)  # the pictures of one album arrive within seconds

K = UnsupportedKind
KIND_WORDS: dict[UnsupportedKind, str] = {
    K.PHOTO: "een foto",
    K.VIDEO: "een video",
    K.VIDEO_NOTE: "een videobericht",
    K.VOICE: "een spraakbericht",
    K.AUDIO: "een geluidsbestand",
    K.STICKER: "een sticker zonder emoji",
    K.FILE: "een bestand",
    K.CONTACT: "een contact",
    K.LOCATION: "een locatie",
    K.POLL: "een poll",
    K.DICE: "een dobbelsteen",
    K.GAME: "een spelletje",
    K.OTHER: "dit soort bericht",
}
PICTURES = frozenset({K.PHOTO, K.VIDEO, K.VIDEO_NOTE, K.FILE})
ABOUT_PICTURES = frozenset({DangerKind.SEXTORTION, DangerKind.GROOMING, DangerKind.SEXUAL_ABUSE})


def naming(text: str, kind: UnsupportedKind) -> str:
    """The sentence with the kind filled in, also at its beginning."""
    words = KIND_WORDS[kind]
    return text.replace("{Kind}", words[0].upper() + words[1:]).replace("{kind}", words)


async def first_of_album(
    house: House, tx: UnitOfWork, person: PersonId, content: Unsupported
) -> bool:
    """Is this the first that is seen of an album (or no album)? Ten pictures get one explanation."""
    if not content.place.album:
        return True
    ref = hashlib.sha256(f"{person}:{content.place.album}".encode()).hexdigest()[:32]
    if await tx.timers.is_set(TimerKind.ALBUM, ref):
        return False
    await tx.timers.set(Timer(TimerKind.ALBUM, ref, house.clock.now() + ALBUM_TIME, person))
    return True


def picture_help(flowbook: Flowbook, content: Unsupported, turn: Turn, risk: Risk) -> str:
    """Who helps when somebody misuses a picture of you; empty when it is not about that, or when this
    turn names them already. The service comes from services.yml, for this country and age; for both
    when the country is not known. Stands under the explanation."""
    conversation = turn.conversation
    told = {record.kind for record in conversation.danger.records} | set(risk.kinds)
    if content.kind not in PICTURES or not told & ABOUT_PICTURES:
        return ""
    region, age = conversation.region, AGES[conversation.age_band]
    regions = REGIONS if region == "unknown" else (region,)
    kind = DangerKind.SEXTORTION.value
    found = [flowbook.referrals.best(one, age, kind=kind) for one in regions]
    lines = dict.fromkeys(service.line for service in found if service is not None)
    new = [line for line in lines if not any(line in reply.text for reply in turn.replies)]
    text = flowbook.young("picture_help").replace("{services}", "\n".join(new))
    return f"\n\n{text}" if new else ""
