"""docs/verify.md: current, danger first, and nothing of a service left out."""

from __future__ import annotations

from bot.engine.loading import load
from bot.engine.referral import EMERGENCY
from bot.engine.verifying import verify_text
from bot.settings import ROOT

SERVICES = load(ROOT / "flows").services
PAGE = ROOT / "docs" / "verify.md"


def test_the_page_is_current() -> None:
    said = "draai: .venv/bin/maatje flows verify --write"
    assert PAGE.read_text() == verify_text(SERVICES), said


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
