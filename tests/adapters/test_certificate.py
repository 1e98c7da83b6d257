"""The paper of a volunteer: opened again as a PDF, with letters from everywhere that can be printed."""

from __future__ import annotations

import logging
import re
import zlib

import pytest

from bot.adapters.certificate import PdfCertificates
from bot.domain.certificate import LONGEST_NAME, Certificate
from bot.domain.messages import Document
from bot.errors import LettersUnknown


def made(name: str) -> Document:
    return PdfCertificates()(
        Certificate(
            "Certificaat",
            "Dit certificaat is voor",
            name,
            "die de training heeft afgerond.",
            (("Gedaan", ("Mijn rol",)), ("Dit kan ik", ("Ik luister. " * 20,))),
            "Gemaakt op 10 maart 2026",
            "Dit is geen diploma.",
        )
    )


def letters(document: Document) -> str:
    """Every letter that was put into the fonts of the paper."""
    found = b""
    for stream in re.findall(rb"stream\n(.*?)\nendstream", document.content, re.DOTALL):
        try:
            found += zlib.decompress(stream)
        except zlib.error:
            found += stream
    codes = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>", found)
    return "".join(chr(int(after, 16)) for _, after in codes)


def test_it_is_a_pdf_of_one_page_with_its_own_letters() -> None:
    document = made("Zoë Şahin-Łukaszewicz")
    assert document.content.startswith(b"%PDF-")
    assert document.content.rstrip().endswith(b"%%EOF")
    assert (document.name, document.media_type) == ("certificaat-maatje.pdf", "application/pdf")
    assert document.content.count(b"/Type /Page\n") == 1
    assert b"/FontFile2" in document.content
    assert len(document.content) < 200_000
    assert set("ZoëŞahinŁ") <= set(letters(document))


@pytest.mark.parametrize(
    "name",
    ["Lotte", "Ĳsbrand d’Hondt", "Ömer Çelik", "Ελένη", "Ольга", "i\u0308na", "W" * LONGEST_NAME],
)
def test_names_of_many_alphabets_are_printed(name: str) -> None:
    assert made(name).content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("山田 Sam", "山田"),
        ("Sam 😀", "😀"),
        ("محمد", "محد"),
        ("a\x00b", "\x00"),
        ("\u202eabc", "\u202e"),
    ],
)
def test_letters_that_cannot_be_printed_are_named_and_nothing_is_made(
    name: str, unknown: str
) -> None:
    with pytest.raises(LettersUnknown) as caught:
        made(name)
    assert caught.value.letters == unknown
    assert unknown not in str(caught.value)


def test_the_name_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        made("Kanarie")
    assert "Kanarie" not in caplog.text
    assert logging.getLogger("fpdf").getEffectiveLevel() >= logging.ERROR
