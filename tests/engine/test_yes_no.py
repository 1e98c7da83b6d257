"""Which typed words are a clear no to a question about danger, and which are not."""

from __future__ import annotations

import pytest

from bot.engine.yes_no import is_clear_no


@pytest.mark.parametrize(
    "text",
    [
        "neeeee",
        "huh nee. ik eet gewoon. het gaat over mijn oma",
        "neen echt niet. ik wil niet dood, ik mis haar gewoon",
        "ik zei toch nee. laat maar",
        "wa? ik wil ni dood ofzo. ze pesten me gwn",
        "wtf nee ik ga niet dood ik heb gewoon stress voor een toets",
        "NEE. kan je nou helpen met die toets of niet",
        "nee??? waarom vraag je dit. ik wil alleen vriend maken",
        "huh wat?? nee bro wie zegt iets over dood. ik ben gepakt",
        "nee zeg ik toch. stomme bot",
        "waar heb je het over?? niemand heeft me aangeraakt.",
        "niemand doet mij pijn. het ging over geld",
        "nee hier wordt niemand geslagen. ik snap die vraag niet",
        "nee IK wil ni dood. het is mijn vriendin.",
    ],
)
def test_a_no_with_a_story_behind_it_is_a_no(text: str) -> None:
    assert is_clear_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "nee maar soms wel",
        "nee niet echt",
        "nee nog niet",
        "nee denk het niet",
        "nee nu niet meer",
        "nee ik kan niet meer",
        "nee ik wil niet meer",
        "nee eigenlijk niet echt",
        "nee ik wil slapen en nooit wakker worden",
        "nee ik wil dat het stopt",
        "ik wil niet dood maar leven lukt ook niet",
        "ik wil niet dood meer",
        "ik wil niet meer leven",
        "soms",
        "niemand",
        "ik ben moe",
    ],
)
def test_a_no_that_is_taken_back_or_wishes_something_is_none(text: str) -> None:
    assert not is_clear_no(text)
