"""File names in every disguise, and what must not be left of hostile ones."""

from tests.mail_corpus.case import Case, case
from tests.mail_corpus.writing import jis, mail, multipart, part, word

PDF = "application/pdf"
QUOTE = "見積書.pdf"
TABLE = "表示能力一覧.xls"  # 表, 能 and 予 end in a backslash in Shift_JIS


def named(name: str, shown: str, *lines: str | bytes, media: str = PDF) -> Case:
    """A mail with one file under the given header lines, and the name people must see."""
    raw = mail(multipart("mixed", part("本文です。"), part(b"%PDF-1.4", *lines)))
    return case(name, raw, text="本文です。", attachments=[(shown, media, 8)])


def disposed(name: str, shown: str, disposition: str | bytes) -> Case:
    content = disposition.encode() if isinstance(disposition, str) else disposition
    return named(name, shown, f"Content-Type: {PDF}", b"Content-Disposition: attachment; " + content)


PERCENT = "%E8%A6%8B%E7%A9%8D%E6%9B%B8.pdf"

CASES = [
    disposed("RFC 2231 in one piece", QUOTE, f"filename*=UTF-8''{PERCENT}"),
    disposed("RFC 2231 with a language", QUOTE, f"filename*=utf-8'ja'{PERCENT}"),
    disposed(
        "RFC 2231 in pieces, split inside a character",
        QUOTE,
        "filename*0*=UTF-8''%E8%A6%8B%E7;\r\n filename*1*=%A9%8D%E6%9B%B8;\r\n filename*2=.pdf",
    ),
    disposed(
        "RFC 2231 in pieces out of order",
        QUOTE,
        "filename*2=.pdf; filename*1*=%8D%E6%9B%B8; filename*0*=UTF-8''%E8%A6%8B%E7%A9",
    ),
    disposed("pieces without percent signs", "a-long-name.pdf", 'filename*0="a-long"; filename*1="-name.pdf"'),
    disposed(
        "RFC 2231 in Shift_JIS",
        QUOTE,
        "filename*=Shift_JIS''" + "".join(f"%{byte:02X}" for byte in "見積書".encode("cp932")) + ".pdf",
    ),
    disposed(
        "RFC 2231 in ISO-2022-JP",
        QUOTE,
        "filename*=ISO-2022-JP''" + "".join(f"%{byte:02X}" for byte in jis("見積書")) + ".pdf",
    ),
    disposed(
        "both forms: the one that can say it wins", QUOTE, f"filename=\"mitsumori.pdf\"; filename*=UTF-8''{PERCENT}"
    ),
    disposed("an encoded word, which is not allowed there", QUOTE, f'filename="{word(QUOTE)}"'),
    disposed("an encoded word without quotes", QUOTE, f"filename={word(QUOTE)}"),
    disposed(
        "encoded words split inside a character",
        QUOTE,
        f'filename="{word(QUOTE.encode()[:4])}\r\n {word(QUOTE.encode()[4:])}"',
    ),
    disposed("an encoded word of JIS", QUOTE, f'filename="{word(jis("見積書"), "ISO-2022-JP")}.pdf"'),
    disposed(
        "an encoded word in pieces of RFC 2231",
        QUOTE,
        f'filename*0="{word(QUOTE)[:20]}"; filename*1="{word(QUOTE)[20:]}"',
    ),
    named("only the name of the type", QUOTE, f'Content-Type: {PDF}; name="{word(QUOTE)}"'),
    named(
        "the name of the type by RFC 2231",
        QUOTE,
        f"Content-Type: {PDF}; name*=UTF-8''{PERCENT}",
        "Content-Disposition: attachment",
    ),
    disposed("bare Shift_JIS whose second bytes are backslashes", TABLE, b'filename="' + TABLE.encode("cp932") + b'"'),
    disposed("bare Shift_JIS without quotes", TABLE, b"filename=" + TABLE.encode("cp932")),
    disposed("bare JIS", "見積書.pdf", b'filename="' + jis("見積書") + b'.pdf"'),
    disposed("bare UTF-8", QUOTE, f'filename="{QUOTE}"'),
    disposed("bare EUC-JP", QUOTE, b'filename="' + QUOTE.encode("euc_jp") + b'"'),
    disposed(
        "an encoded word of Shift_JIS with backslashes",
        TABLE,
        f'filename="{word(TABLE, "cp932").replace("cp932", "Shift_JIS")}"',
    ),
    disposed(
        "NEC's characters in a name",
        "㈱髙島①.pdf",
        f'filename="{word("㈱髙島①.pdf", "cp932").replace("cp932", "windows-31j")}"',
    ),
    disposed("percent signs of a browser", QUOTE, f'filename="{PERCENT}"'),
    disposed("a percent sign that is one", "50%off.pdf", 'filename="50%off.pdf"'),
    disposed(
        "decomposed kana of a Mac", "ガイド.pdf", "filename*=UTF-8''%E3%82%AB%E3%82%99%E3%82%A4%E3%83%88%E3%82%99.pdf"
    ),
    disposed("a path of Windows", "report.pdf", r'filename="C:\\Users\\a\\report.pdf"'),
    disposed("a path upwards", "passwd", "filename=../../etc/passwd"),
    disposed("marks that turn the direction", "invoicefdp.exe", "filename*=UTF-8''invoice%E2%80%AEfdp.exe"),
    disposed("a NUL and a line break", "a b.pdf", 'filename="=?utf-8?B?YQAKYi5wZGY=?="'),
    disposed("quotes inside quotes", 'my "best" offer.pdf', r'filename="my \"best\" offer.pdf"'),
    disposed("quotes that never end", "offer.pdf", 'filename="offer.pdf'),
    disposed("only dots", "application-2.pdf", 'filename="..."'),
    named("no name at all", "application-2.pdf", f"Content-Type: {PDF}", "Content-Disposition: attachment"),
    disposed("a very long name keeps its ending", "x" * 196 + ".pdf", f'filename="{"x" * 300}.pdf"'),
]
