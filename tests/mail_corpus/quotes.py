"""The labelled mails of tests/channels/folding as raw mails, in the charsets and encodings that such programs use."""

import quopri

from tests.channels.folding import cases as labelled
from tests.mail_corpus.case import Case, case, holds
from tests.mail_corpus.writing import in_base64, jis, mail, multipart, part

HEAVY = ("\ufeff", "~", "～", "♪", "—", "ー", "－", "\u3000")


def _written(number: int, text: str) -> bytes:
    """The text in one of four ways; what JIS cannot say goes out in UTF-8, as programs do."""
    lines = text.replace("\n", "\r\n")
    ways = [_in_jis, _in_base64, _in_quoted_printable, _plain]
    return ways[number % 4](lines) or _plain(lines)


def _in_jis(text: str) -> bytes:
    try:
        text.encode("iso2022_jp")
    except UnicodeEncodeError:
        return b""
    if text.isascii() or any(sign in text for sign in HEAVY):
        return b""
    runs = [run if not run.isascii() else run.encode() for run in _runs(text)]
    return mail(part(jis(*runs), "Content-Type: text/plain; charset=ISO-2022-JP", "Content-Transfer-Encoding: 7bit"))


def _runs(text: str) -> list[str]:
    """The text cut where it changes between ASCII and others."""
    runs: list[str] = []
    for char in text:
        if runs and runs[-1][-1].isascii() == char.isascii():
            runs[-1] += char
        else:
            runs.append(char)
    return runs


def _in_base64(text: str) -> bytes:
    lines = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64")
    return mail(part(in_base64(text.encode()), *lines))


def _in_quoted_printable(text: str) -> bytes:
    lines = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
    return mail(part(quopri.encodestring(text.encode()).replace(b"\n", b"\r\n").replace(b"\r\r", b"\r"), *lines))


def _plain(text: str) -> bytes:
    return mail(part(text.encode(), "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"))


def _text_case(number: int, language: str, one: labelled.Case) -> Case:
    new = [line for line, label in zip(one.text.split("\n"), one.labels, strict=True) if label == "new"]
    while new and not new[0].strip():
        new.pop(0)
    reply = "\n".join(new).rstrip()
    return case(f"folded, {language}, {one.name}", _written(number, one.text), text=one.text.rstrip(), reply=reply)


def _html_case(language: str, one: labelled.Case) -> Case:
    body = part(one.html.encode(), "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: 8bit")
    reply = holds(*(line.strip("> ") for line in one.reply.split("\n") if "  " not in line))
    anything = {"any": True}
    raw = mail(multipart("alternative", body))
    return case(f"folded, {language}, {one.name}", raw, text=anything, html=anything, reply=reply)


CASES = [
    _html_case(language, one) if one.html else _text_case(number, language, one)
    for language in ("japanese", "international")
    for number, one in enumerate(labelled.cases(language))
]
