"""format=flowed (RFC 3676) and other ways lines are broken."""

from tests.mail_corpus.case import Case, case, holds
from tests.mail_corpus.writing import mail, part


def flowed(name: str, body: str, text: str, *, delsp: str = "", reply: str | None = None) -> Case:
    extra = f"; delsp={delsp}" if delsp else ""
    raw = mail(part(body, f"Content-Type: text/plain; charset=utf-8; format=flowed{extra}"))
    return case(name, raw, text=text, **({} if reply is None else {"reply": reply}))


CASES = [
    flowed("English lines joined", "This is a long \nline.\nNext.", "This is a long line.\nNext."),
    flowed(
        "Japanese lines joined without the blank (DelSp)",
        "長い行を \n折り返しました。\n次の行",
        "長い行を折り返しました。\n次の行",
        delsp="yes",
    ),
    flowed("DelSp in capitals", "長い行を \n折り返しました。", "長い行を折り返しました。", delsp="YES"),
    flowed("DelSp no keeps the blank", "two \nwords", "two words", delsp="no"),
    flowed("a stuffed line loses its stuffing", " From here\n >not a quote", "From here\n>not a quote"),
    flowed("the mark of a signature is no soft line", "text\n-- \nTaro", "text\n-- \nTaro", reply="text"),
    flowed("a soft line before the mark of a signature", "text \n-- \nTaro", "text\n-- \nTaro", reply="text"),
    flowed(
        "quoted lines of one depth are joined",
        "New.\n\n> old text \n> goes on\n>> older",
        "New.\n\n> old text goes on\n>> older",
        reply="New.",
    ),
    case(
        "the same lines without flowed stay as they are",
        mail(part("This is a long \nline.", "Content-Type: text/plain; charset=utf-8")),
        text="This is a long \nline.",
    ),
    case(
        "quoted-printable with soft lines and Japanese",
        mail(
            part(
                b"=E8=BF=94=E5=\r\n=93=81=\r\n ok=3D",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
            )
        ),
        text="返品 ok=",
    ),
    case(
        "quoted-printable with mistakes",
        mail(part(b"100% sure =ZZ =", "Content-Type: text/plain", "Content-Transfer-Encoding: Quoted-Printable")),
        text=holds("100% sure =ZZ"),
    ),
    case("bare CR as line ends in the body", mail(part(b"one\rtwo\r\nthree")), text="one\ntwo\nthree"),
    case("bare LF everywhere", mail("one\ntwo").replace(b"\r\n", b"\n"), text="one\ntwo"),
    case("bare CR everywhere, as old Macs wrote", mail("one\ntwo").replace(b"\r\n", b"\r"), text="one\ntwo"),
]
