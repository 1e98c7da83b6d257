"""`maatje release check`: every single thing that is missing is named, and nothing else."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.engine.shelf import Shelf
from bot.engine.signing import fingerprint
from bot.release import missing, texts_about_danger
from bot.settings import ROOT, Settings
from tests.conftest import World
from tests.services.storying import hands_in

TODAY = date(2026, 3, 10)
SIGNED = re.compile(r'signed: \{by: "[^"]*", on: "[^"]*", fingerprint: "[^"]*"\}')
COMPLETE = {
    "organisation": "Stichting Voorbeeld",
    "complaints": "klachten@voorbeeld.example",
    "privacy_notice": "https://voorbeeld.example/privacy",
    "dpia_date": "2026-03-01",
}


def signed_flows(folder: Path, *, verified: date = TODAY) -> Path:
    """A copy of flows/ in which every danger text is signed, every service and every fact verified."""
    flows = folder / "flows"
    shutil.copytree(ROOT / "flows", flows)
    services = flows / "services.yml"
    text = re.sub(r'verified_on: "[^"]*"', f'verified_on: "{verified}"', services.read_text())
    services.write_text(re.sub(r'verified_by: "[^"]*"', 'verified_by: "A. Bakker"', text))
    for file in (flows / "situations").glob("*.yml"):  # facts in answers
        text = re.sub(r'verified_on: "[^"]*"', f'verified_on: "{verified}"', file.read_text())
        file.write_text(re.sub(r'verified_by: "[^"]*"', 'verified_by: "A. Bakker"', text))
    signed(flows)
    return flows


def signed(flows: Path) -> None:
    """Signs every text for the words that stand there now, in the order of the files."""
    book = Shelf(flows, ROOT / "nlu" / "contract.yml")()
    texts = list(texts_about_danger(book))
    for file in (flows / "danger.yml", flows / "situations" / "in_danger.yml"):
        kind = "danger.yml" if file.name == "danger.yml" else "situations"
        prints = [fingerprint(words) for where, _, words, _ in texts if where == kind]
        assert prints
        assert len(SIGNED.findall(file.read_text())) == len(prints)
        found = iter(prints)
        file.write_text(
            SIGNED.sub(
                lambda _, found=found: (  # type: ignore[misc]
                    f'signed: {{by: "B. Jansen", on: "2026-03-01", fingerprint: "{next(found)}"}}'
                ),
                file.read_text(),
            )
        )


async def lacking(world: World, flows: Path, *, today: date = TODAY, **changes: str) -> list[str]:
    settings = Settings(home=flows.parent, flows=flows, **(COMPLETE | changes))
    book = Shelf(flows, settings.contract)()
    return await missing(settings, book, world.application.house.units, today, channel="terminal")


async def test_with_everything_there_nothing_is_missing(world: World, tmp_path: Path) -> None:
    assert await lacking(world, signed_flows(tmp_path)) == []


async def test_each_thing_that_is_not_set_is_named(world: World, tmp_path: Path) -> None:
    flows = signed_flows(tmp_path)
    for name in ("organisation", "complaints", "privacy_notice", "dpia_date"):
        for value in ("", "  "):
            found = await lacking(world, flows, **{name: value})
            assert len(found) == 1
            assert f"MAATJE_{name.upper()}" in found[0]


async def test_a_dpia_date_in_the_future_or_that_is_no_date_does_not_count(
    world: World, tmp_path: Path
) -> None:
    flows = signed_flows(tmp_path)
    for value in ("2026-03-11", "gisteren", "01-03-2026", "2026-02-30"):
        found = await lacking(world, flows, dpia_date=value)
        assert len(found) == 1
        assert "MAATJE_DPIA_DATE" in found[0]
    assert await lacking(world, flows, dpia_date=str(TODAY)) == []


async def test_without_a_professional_maatje_does_not_open(world: World, tmp_path: Path) -> None:
    await world.types("/vergeetmij ja", who="professional")
    found = await lacking(world, signed_flows(tmp_path))
    assert len(found) == 1
    assert "beroepskracht" in found[0]


async def test_the_professional_of_the_demo_does_not_open_telegram(
    world: World, tmp_path: Path
) -> None:
    flows = signed_flows(tmp_path)
    settings = Settings(home=tmp_path, flows=flows, **COMPLETE)
    book = Shelf(flows, settings.contract)()
    found = await missing(settings, book, world.application.house.units, TODAY)
    assert len(found) == 1
    assert "beroepskracht" in found[0]


async def test_an_edited_danger_text_must_be_signed_again(world: World, tmp_path: Path) -> None:
    flows = signed_flows(tmp_path)
    file = flows / "danger.yml"
    file.write_text(
        file.read_text().replace(
            "Goed dat je dit zegt. Dit is te zwaar", "Fijn dat je dit zegt. Dit is te zwaar"
        )
    )
    found = await lacking(world, flows)
    assert len(found) == 1
    assert "suicide.urgent" in found[0]
    assert "veranderd na de handtekening van B. Jansen" in found[0]


@pytest.mark.parametrize("what", ["by", "on"])
async def test_a_signature_without_name_or_date_is_no_signature(
    world: World, tmp_path: Path, what: str
) -> None:
    flows = signed_flows(tmp_path)
    file = flows / "danger.yml"
    file.write_text(re.sub(rf'{what}: "[^"]*"', f'{what}: ""', file.read_text(), count=1))
    found = await lacking(world, flows)
    assert len(found) == 1
    assert "niet getekend" in found[0]


async def test_nothing_is_signed_or_verified_by_itself(world: World) -> None:
    """The flows as they are in the repository wait for a named person."""
    found = await lacking(world, ROOT / "flows")
    book = Shelf(ROOT / "flows", ROOT / "nlu" / "contract.yml")()
    texts = list(book.danger.everything())
    assert len(texts) >= 16 * 2 + 12
    assert sum("danger.yml" in line for line in found) == len(texts)
    for service in ("noodnummer_112", "zelfmoordlijn_113", "zelfmoordlijn_1813"):
        assert any(f"«{service}»" in line for line in found)


@pytest.mark.parametrize(("days", "stale"), [(180, False), (181, True), (-1, True)])
async def test_a_service_that_was_verified_too_long_ago_is_stale(
    world: World, tmp_path: Path, days: int, stale: bool
) -> None:
    flows = signed_flows(tmp_path, verified=TODAY - timedelta(days=days))
    found = await lacking(world, flows)
    assert any("«zelfmoordlijn_113»" in line for line in found) is stale
    assert bool(found) is stale


async def test_only_services_that_danger_can_name_must_be_verified(
    world: World, tmp_path: Path
) -> None:
    flows = signed_flows(tmp_path)
    book = Shelf(flows, ROOT / "nlu" / "contract.yml")()
    harmless = next(s for s in book.referrals.services if not s.kinds)
    file = flows / "services.yml"
    before, after = file.read_text().split(f"- id: {harmless.id}\n")
    for key in ("verified_on", "verified_by"):
        after = re.sub(rf'{key}: "[^"]*"', f'{key}: ""', after, count=1)
    file.write_text(f"{before}- id: {harmless.id}\n{after}")
    assert await lacking(world, flows) == []


async def test_a_fact_that_nobody_checked_keeps_it_closed(world: World, tmp_path: Path) -> None:
    flows = signed_flows(tmp_path)
    file = next(f for f in (flows / "situations").glob("*.yml") if "facts:" in f.read_text())
    text = re.sub(r'verified_on: "[^"]*"', 'verified_on: ""', file.read_text(), count=1)
    file.write_text(re.sub(r'verified_by: "[^"]*"', 'verified_by: ""', text, count=1))
    found = await lacking(world, flows)
    assert len(found) == 1
    assert "is 1 feit niet nagekeken" in found[0]


async def test_an_invented_story_that_was_handed_in_as_real_does_not_pass(
    world: World, tmp_path: Path
) -> None:
    flows = signed_flows(tmp_path)
    await hands_in(world)
    assert await lacking(world, flows) == []
    example = Shelf(flows, ROOT / "nlu" / "contract.yml")().examples[0]
    await world.types("/mijnverhalen 1 verander", who="volunteer")
    await world.presses("Opnieuw: wat hielp", who="volunteer")
    await world.types(example.words.helped.upper(), who="volunteer")
    found = await lacking(world, flows)
    assert len(found) == 1
    assert "Verhaal 1 is een verzonnen voorbeeld" in found[0]


async def test_a_story_of_the_demo_does_not_go_live(world: World, tmp_path: Path) -> None:
    flows = signed_flows(tmp_path)
    await hands_in(world)
    settings = Settings(home=tmp_path, flows=flows, **COMPLETE)
    book = Shelf(flows, settings.contract)()
    found = await missing(settings, book, world.application.house.units, TODAY)
    assert any("Verhaal 1 komt uit de demo" in line for line in found)
