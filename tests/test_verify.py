"""docs/verify.md: current, danger first, and nothing of a service left out."""

from __future__ import annotations

from datetime import date

from bot.engine.facts import Fact
from bot.engine.loading import load
from bot.engine.referral import EMERGENCY
from bot.engine.situations import Situation
from bot.engine.verifying import verify_text
from bot.settings import ROOT

LIBRARY = load(ROOT / "flows")
SERVICES = LIBRARY.services
PAGE = ROOT / "docs" / "verify.md"


def test_the_page_is_current() -> None:
    said = "draai: .venv/bin/maatje flows verify --write"
    assert PAGE.read_text() == verify_text(SERVICES, LIBRARY.situations.every), said


def test_danger_comes_first_and_every_service_is_there() -> None:
    page = verify_text(SERVICES)
    places = {one.id: page.index(f"(`{one.id}`)") for one in SERVICES}
    danger = [places[one.id] for one in SERVICES if one.kinds]
    others = [places[one.id] for one in SERVICES if not one.kinds]
    assert min(danger) == places[EMERGENCY]
    assert not others or max(danger) < min(others)
    assert all(one.contact in page and one.source in page for one in SERVICES)


def test_a_box_is_ticked_only_by_name_and_date() -> None:
    half = SERVICES[0].model_copy(update={"verified_on": "2026-11-22"})
    assert "[x]" not in verify_text([half])
    whole = half.model_copy(update={"verified_by": "Sam Voorbeeld, jongerenwerker"})
    assert "[x]" in verify_text([whole])
    assert "Nog na te kijken: 0 van 1 diensten." in verify_text([whole])


def test_a_fact_in_an_answer_stands_there_with_its_source_until_somebody_checked_it() -> None:
    fact = Fact(
        fact="Een verzonnen feit.",
        regions=("be",),
        source="verzonnen blad",
        source_date="2024-05-01",
    )
    one = Situation(id="ask_invented", answer=("Dat mag.",), facts=(fact,))
    page = verify_text(SERVICES, [one])
    assert "- [ ] Vlaanderen of Brussel: Een verzonnen feit." in page
    assert "bron: verzonnen blad (2024-05-01)" in page
    done = fact.model_copy(update={"verified_on": "2026-11-01", "verified_by": "Sam Voorbeeld"})
    page = verify_text(SERVICES, [one.model_copy(update={"facts": (done,)})])
    assert "Nog na te kijken: 0 van 1 feiten." in page
    assert done.verified_within(180, date(2026, 11, 23))
    assert not done.verified_within(10, date(2026, 11, 23))
    assert not fact.verified_within(180, date(2026, 11, 23))
