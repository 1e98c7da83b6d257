"""Prints the certificate of a volunteer as a PDF: one page, A4, with its own letters (DejaVu)."""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from bot.domain.certificate import Certificate
from bot.domain.messages import Document
from bot.errors import LettersUnknown

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
FILE_NAME = "certificaat-maatje.pdf"
DARK, SOFT, LINE = (24, 60, 70), (90, 105, 110), (38, 128, 130)  # RGB
EDGE = 12.0  # mm between paper and frame
BULLET = 5.0  # mm for the sign before a line of a list
LARGEST_NAME, SMALLEST_NAME = 30, 12  # points
RIGHT_TO_LEFT = ("R", "AL")  # such letters need joining and turning, which is not done here

logging.getLogger("fpdf").setLevel(logging.ERROR)  # its warnings name the letters of a name
logging.getLogger("fontTools").setLevel(logging.ERROR)


class PdfCertificates:
    """Makes the paper. Nothing of it is written to disk or to a log."""

    def __call__(self, certificate: Certificate) -> Document:
        """The paper as a file to send. Raises `LettersUnknown` when the name cannot be printed."""
        pdf = _blank()
        name = unicodedata.normalize("NFC", " ".join(certificate.name.split()))
        _refuse_unknown(pdf, name)
        _frame(pdf)
        _head(pdf, certificate, name)
        for head, lines in certificate.sections:
            _section(pdf, head, lines)
        _foot(pdf, certificate)
        return Document(FILE_NAME, "application/pdf", bytes(pdf.output()))


def _blank() -> FPDF:
    pdf = FPDF(orientation="portrait", format="A4")
    pdf.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
    pdf.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_auto_page_break(False)
    pdf.set_margins(EDGE + 16, EDGE + 14)
    pdf.set_creator("Maatje")
    pdf.set_title("Certificaat")
    pdf.set_lang("nl")
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # the day stands on the paper itself
    pdf.add_page()
    return pdf


def _refuse_unknown(pdf: FPDF, name: str) -> None:
    font = pdf.fonts[f"{FAMILY.lower()}B"]
    known = font.cmap if isinstance(font, TTFFont) else {}
    unknown = [
        letter
        for letter in dict.fromkeys(name)
        if ord(letter) not in known
        or unicodedata.bidirectional(letter) in RIGHT_TO_LEFT
        or unicodedata.category(letter)[0] in "CS"
    ]
    if unknown:
        raise LettersUnknown("".join(unknown))


def _frame(pdf: FPDF) -> None:
    pdf.set_draw_color(*LINE)
    for inset, width in ((EDGE, 1.2), (EDGE + 2, 0.3)):
        pdf.set_line_width(width)
        pdf.rect(inset, inset, pdf.w - 2 * inset, pdf.h - 2 * inset)


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: `size` in points, `height` of a line in mm."""

    size: float
    bold: bool = False
    colour: tuple[int, int, int] = DARK
    align: Align = Align.L
    height: float = 6.4


TITLE = Look(26, bold=True, colour=LINE, align=Align.C, height=13)
QUIET = Look(12, colour=SOFT, align=Align.C)
SENTENCE = Look(12, align=Align.C)
HEAD = Look(12, bold=True, colour=LINE)
ITEM = Look(11)
REMARK = Look(9, colour=SOFT, align=Align.C, height=4.6)


def _head(pdf: FPDF, certificate: Certificate, name: str) -> None:
    pdf.set_y(EDGE + 18)
    _text(pdf, certificate.title, TITLE)
    pdf.ln(8)
    _text(pdf, certificate.before_name, QUIET)
    pdf.ln(3)
    _text(pdf, name, _fitting(pdf, name))
    pdf.ln(3)
    _text(pdf, certificate.after_name, SENTENCE)


def _fitting(pdf: FPDF, name: str) -> Look:
    """The largest look in which a name fits on one line, if any does."""
    size = LARGEST_NAME
    pdf.set_font(FAMILY, "B", size)
    while pdf.get_string_width(name) > pdf.epw and size > SMALLEST_NAME:
        size -= 1
        pdf.set_font(FAMILY, "B", size)
    return Look(size, bold=True, align=Align.C, height=size / 2)


def _section(pdf: FPDF, head: str, lines: tuple[str, ...]) -> None:
    pdf.ln(6)
    _text(pdf, head, HEAD)
    pdf.ln(1)
    for line in lines:
        _text(pdf, "•", ITEM, new_line=False)
        _text(pdf, line, ITEM, indent=BULLET)


def _foot(pdf: FPDF, certificate: Certificate) -> None:
    pdf.set_y(max(pdf.get_y() + 8, pdf.h - EDGE - 44))
    _text(pdf, certificate.given, SENTENCE)
    pdf.ln(4)
    _text(pdf, certificate.remark, REMARK)


def _text(pdf: FPDF, text: str, look: Look, *, indent: float = 0.0, new_line: bool = True) -> None:
    """A paragraph over the whole width; `indent` is at the left, in mm."""
    pdf.set_font(FAMILY, "B" if look.bold else "", look.size)
    pdf.set_text_color(*look.colour)
    pdf.set_x(pdf.l_margin + indent)
    down = YPos.NEXT if new_line else YPos.TOP
    width = pdf.epw - indent
    pdf.multi_cell(width, look.height, text, align=look.align, new_x=XPos.LMARGIN, new_y=down)
