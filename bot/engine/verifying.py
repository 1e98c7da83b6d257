"""`docs/verify.md`: what somebody has to call or open before a service may be shown, danger first; then the
facts in answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.engine.referral import COUNTRIES, CRISIS_LINES, EMERGENCY, ReferralService
from bot.engine.situations import Situation

HEAD = """# Na te kijken: hulplijnen, diensten en feiten

Deze lijst maakt `.venv/bin/maatje flows verify --write` uit `flows/services.yml` en uit de feiten in
`flows/situations/`. Verander hier dus niets met de hand.

Niemand heeft een dienst nagekeken tot er bij `verified_on` en `verified_by` een datum en een naam
staan. Vul die alleen in als je de dienst **zelf** belde of opende. Zo gaat het, per dienst:

1. Bel of open wat er bij "contact" staat. Zeg wie je bent en waarom je belt, en houd de lijn niet bezet.
2. Kijk of naam, contact, uren, leeftijd en kosten kloppen, en wat er bij "let op" staat.
3. Verbeter `flows/services.yml`, en vul daar `verified_on` (jaar-maand-dag) en `verified_by`
   (naam en functie) in.
4. Draai `.venv/bin/maatje flows check` en daarna `.venv/bin/maatje flows verify --write`.

Na 180 dagen telt een controle niet meer. De diensten voor gevaar staan bovenaan: begin daar.
"""


FACTS_HEAD = """Wat een antwoord over de wet, over geld of over zorg zegt. Open de bron en kijk of het er
(nog) staat. Vul dan in `flows/situations/` bij dat feit `verified_on` en `verified_by` in.
"""


def verify_text(services: Sequence[ReferralService], situations: Sequence[Situation] = ()) -> str:
    """The whole page."""
    first = [EMERGENCY, *CRISIS_LINES.values()]
    danger = sorted(
        (one for one in services if one.kinds or one.id in first),
        key=lambda one: first.index(one.id) if one.id in first else len(first),
    )
    others = [one for one in services if one not in danger]
    open_ones = sum(not one.is_verified for one in services)
    lines = [HEAD, f"Nog na te kijken: {open_ones} van {len(services)} diensten.", ""]
    for title, some in (("Bij gevaar", danger), ("Bij een onderwerp", others)):
        lines += [f"## {title}", ""]
        for one in some:
            lines += [*_service(one), ""]
    lines += _facts([one for one in situations if one.facts])
    return "\n".join(lines).rstrip() + "\n"


def _facts(situations: Sequence[Situation]) -> Iterator[str]:
    if not situations:
        return
    facts = [fact for one in situations for fact in one.facts]
    left = sum(not fact.is_verified for fact in facts)
    yield "## Feiten in antwoorden"
    yield ""
    yield FACTS_HEAD
    yield f"Nog na te kijken: {left} van {len(facts)} feiten."
    yield ""
    for one in situations:
        yield f"### `{one.id}`"
        yield ""
        for fact in one.facts:
            where = " en ".join(COUNTRIES.get(region, region) for region in fact.regions)
            yield f"- [{'x' if fact.is_verified else ' '}] {where}: {fact.fact}"
            note = f"; {fact.note}" if fact.note else ""
            yield f"  bron: {fact.source} ({fact.source_date or 'zonder datum'}){note}"
            if fact.is_verified:
                yield f"  nagekeken op {fact.verified_on} door {fact.verified_by}"
        yield ""


def _service(service: ReferralService) -> Iterator[str]:
    mark = "x" if service.is_verified else " "
    countries = " en ".join(COUNTRIES.get(region, region) for region in service.regions)
    yield f"### {service.name} (`{service.id}`)"
    yield ""
    yield f"- [{mark}] land: {countries}; leeftijd: {_ages(service)}"
    yield f"- [{mark}] contact: {service.contact}"
    yield f"- [{mark}] uren: {service.hours or 'staan er niet: vraag ze na'}"
    yield f"- [{mark}] kosten en wat de jongere nog leest: {service.note or 'niets'}"
    if service.note_for_operators:
        yield f"- [{mark}] let op: {service.note_for_operators}"
    about = ", ".join((*service.kinds, *service.topics))
    yield f"- voor: {about}"
    yield f"- bron: {service.source or 'ontbreekt'} ({service.source_date or 'zonder datum'})"
    if service.is_verified:
        yield f"- nagekeken op {service.verified_on} door {service.verified_by}"


def _ages(service: ReferralService) -> str:
    youngest, oldest = service.ages
    if youngest == 0 and oldest >= 100:
        return "alle"
    return f"vanaf {youngest}" if oldest >= 100 else f"{youngest} tot en met {oldest}"
