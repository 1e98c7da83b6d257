"""`maatje release check`: may Maatje be open to everybody? Lists what is missing, in Dutch."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date

from bot.domain.safety import DangerKind
from bot.domain.story import StoryPart, StoryWords
from bot.domain.volunteer import Role
from bot.engine.flowbook import Flowbook
from bot.engine.referral import CRISIS_LINES, EMERGENCY
from bot.engine.signing import Signed, fingerprint
from bot.services.ports import UnitOfWork, UnitsOfWork
from bot.settings import Settings

VERIFIED_DAYS = 180
CHANNEL = "telegram"  # a professional of the demo cannot be reached by real young people


async def missing(
    settings: Settings,
    flowbook: Flowbook,
    units: UnitsOfWork,
    today: date,
    *,
    channel: str = CHANNEL,
) -> list[str]:
    """Everything that stands between Maatje and its release; empty when it may open."""
    async with units() as tx:
        roles = {
            member.role
            for member in await tx.staff.all()
            if await tx.people.channel_of(member.person) == channel
        }
        invented = [line async for line in _invented(flowbook, tx, channel)]
    return [
        *_organisation(settings, today),
        *(
            []
            if Role.PROFESSIONAL in roles
            else ["Er is geen beroepskracht aangemeld (maatje invite professional)."]
        ),
        *_unsigned(flowbook),
        *_unverified(flowbook, today),
        *invented,
    ]


def _organisation(settings: Settings, today: date) -> Iterator[str]:
    if not settings.organisation.strip():
        yield "Er is geen organisatie genoemd (MAATJE_ORGANISATION)."
    if not settings.complaints.strip():
        yield "Er is geen contact voor klachten (MAATJE_COMPLAINTS)."
    if not settings.privacy_notice.strip():
        yield "Er is geen privacyverklaring (MAATJE_PRIVACY_NOTICE)."
    dpia = _as_date(settings.dpia_date)
    if dpia is None or dpia > today:
        yield "Er is geen datum van een DPIA (MAATJE_DPIA_DATE, jaar-maand-dag, niet in de toekomst)."


def _as_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def _invented(flowbook: Flowbook, tx: UnitOfWork, channel: str) -> AsyncIterator[str]:
    """Stories in the database that are not real: word for word an example, or of the demo."""
    examples = {_plain(part) for one in flowbook.examples for part in _parts(one.words)}
    for story in await tx.stories.all():
        if examples & {_plain(part) for part in _parts(story.words)}:
            yield (
                f"Verhaal {story.number} is een verzonnen voorbeeld (flows/stories/examples.yml). "
                "Laat het intrekken: Maatje vertelt alleen echte verhalen."
            )
        elif await tx.people.channel_of(story.author) != channel:
            yield f"Verhaal {story.number} komt uit de demo. Begin met een lege database."


def _parts(words: StoryWords) -> list[str]:
    return [words.part(part) for part in StoryPart if words.part(part)]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def texts_about_danger(flowbook: Flowbook) -> Iterator[tuple[str, str, str, Signed]]:
    """File, name, words and signature of every text that somebody in danger may read."""
    for name, words, signed in flowbook.danger.everything():
        yield "danger.yml", name, words, signed
    for one in flowbook.situations.every:
        if one.in_danger:
            yield "situations", one.id, "\n".join(text for _, text in one.texts()), one.signed


def _unsigned(flowbook: Flowbook) -> Iterator[str]:
    for file, name, words, signed in texts_about_danger(flowbook):
        right = fingerprint(words)
        if not (signed.by.strip() and _as_date(signed.on)):
            yield f"{file}: «{name}» is niet getekend (by, on, fingerprint {right})."
        elif signed.fingerprint != right:
            yield (
                f"{file}: «{name}» is veranderd na de handtekening van {signed.by}. "
                f"Laat opnieuw lezen; de vingerafdruk is nu {right}."
            )


def _unverified(flowbook: Flowbook, today: date) -> Iterator[str]:
    """Every service that a danger turn can name, and every fact in an answer."""
    named = {EMERGENCY, *CRISIS_LINES.values()}
    kinds = {kind.value for kind in DangerKind}
    for service in flowbook.referrals.services:
        used = service.id in named or bool(kinds & set(service.kinds))
        if used and not service.verified_within(VERIFIED_DAYS, today):
            yield (
                f"services.yml: «{service.id}» is niet nagebeld of geopend in de laatste "
                f"{VERIFIED_DAYS} dagen (verified_on, verified_by)."
            )
    for one in flowbook.situations.every:
        unread = sum(not fact.verified_within(VERIFIED_DAYS, today) for fact in one.facts)
        if unread:
            yield (
                f"situations: bij «{one.id}» {'is 1 feit' if unread == 1 else f'zijn {unread} feiten'} niet "
                f"nagekeken in de laatste {VERIFIED_DAYS} dagen (verified_on, verified_by)."
            )
