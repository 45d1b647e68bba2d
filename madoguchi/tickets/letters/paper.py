"""Drawing a letter on A4 in the form of Japanese business letters. Pure: words in, PDF out.

Date right, addressee left, sender right with a place for the seal, title in the middle, then the text (拝啓 … 敬具),
and 記 … 以上 around the items. Without a font of the installation the page names one of the Japanese fonts that PDF
readers bring themselves (Adobe-Japan1), which keeps the file at some kilobytes.
"""

import io
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings

from madoguchi.tickets.letters.sheet import Sheet, is_japanese

BUILT_IN = "HeiseiMin-W3"
SIZE, LEADING = 10.5, 18.0
MARGIN = 71.0  # 25 mm
SEAL = 48.0


def draw(sheet: Sheet) -> bytes:
    """The PDF."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    output = io.BytesIO()
    page = SimpleDocTemplate(
        output,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=sheet.title or " ",
        author=_lines(sheet.sender)[0] if _lines(sheet.sender) else "",
    )
    page.build(_story(sheet))
    return output.getvalue()


def _story(sheet: Sheet) -> list[Any]:
    from reportlab.platypus import KeepTogether, Spacer

    story: list[Any] = [_line(sheet.date, right=True), Spacer(1, LEADING / 2)]
    story += [_line(text, size=12.0) for text in _lines(sheet.addressee)]
    story += [Spacer(1, LEADING / 2), _sender(sheet), Spacer(1, LEADING * 1.5)]
    if sheet.title.strip():
        story += [_line(sheet.title, centre=True, size=15.0), Spacer(1, LEADING)]
    if sheet.opening.strip():
        story.append(_line(sheet.opening))
    story += [_line(text, indent=True) for text in _lines(sheet.body)]
    if sheet.ending.strip():
        story.append(_line(sheet.ending, right=True))
    items = _lines(sheet.items)
    if items:
        framed = is_japanese(sheet.body)
        story += [Spacer(1, LEADING), *([_line("記", centre=True), Spacer(1, LEADING / 2)] if framed else [])]
        story += [_line(text, hanging=True) for text in items[:-1]]
        end = [Spacer(1, LEADING / 2), _line("以上", right=True)] if framed else []
        story.append(KeepTogether([_line(items[-1], hanging=True), *end]))
    return story


def _line(
    text: str,
    *,
    right: bool = False,
    centre: bool = False,
    indent: bool = False,
    hanging: bool = False,
    size: float = SIZE,
) -> Any:
    from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "line",
        fontName=_font(),
        fontSize=size,
        leading=max(LEADING, size * 1.6),
        alignment=TA_RIGHT if right else TA_CENTER if centre else TA_LEFT,
        firstLineIndent=SIZE if indent else -1.5 * SIZE if hanging else 0,
        leftIndent=3.5 * SIZE if hanging else 0,
        wordWrap="CJK",
    )
    # a Paragraph would make one narrow space of the wide one
    return Paragraph(escape(text.strip()).replace("\u3000", "&nbsp;") or "&nbsp;", style)


def _sender(sheet: Sheet) -> Any:
    """The sender's lines, left-aligned with each other at the right edge, and the place of the seal over their end."""
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.platypus import Flowable

    lines, font = _lines(sheet.sender), _font()
    room = SEAL + 8 if sheet.seal and lines else 0.0

    class Sender(Flowable):  # type: ignore[misc]
        def wrap(self, width: float, height: float) -> tuple[float, float]:
            self.width, self.height = width, max(len(lines) * LEADING, SEAL if room else 0.0)
            return self.width, self.height

        def draw(self) -> None:
            canvas = self.canv
            widest = max((stringWidth(text, font, SIZE) for text in lines), default=0.0)
            size = min(SIZE, SIZE * (self.width - room) / widest) if widest else SIZE
            left = self.width - room - widest * size / SIZE
            canvas.setFont(font, size)
            for number, text in enumerate(lines, start=1):
                canvas.drawString(left, self.height - number * LEADING + 4, text)
            if room:
                canvas.setStrokeGray(0.55)
                canvas.setDash(2, 2)
                canvas.rect(self.width - SEAL, self.height - SEAL, SEAL, SEAL)
                canvas.setFillGray(0.55 if is_japanese(sheet.body) else 1)
                canvas.drawCentredString(self.width - SEAL / 2, self.height - SEAL / 2 - 4, "印")

    return Sender()


@cache
def _font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    if settings.LETTER_FONT:
        pdfmetrics.registerFont(TTFont("letter", settings.LETTER_FONT))
        return "letter"
    pdfmetrics.registerFont(UnicodeCIDFont(BUILT_IN))
    return BUILT_IN


def _lines(text: str) -> list[str]:
    """Lines without control characters; empty ones are kept between others, for a gap."""
    clean = "".join(letter for letter in text.replace("\r\n", "\n") if letter == "\n" or letter >= " ")
    return clean.strip("\n").split("\n") if clean.strip() else []
