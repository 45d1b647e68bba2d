"""Text without any label: ESC $ is JIS, else UTF-8 if valid, else the better of code page 932 and EUC-JP."""

from tests.mail_corpus.case import case
from tests.mail_corpus.writing import mail, part

PHRASES = {
    "a greeting": "お世話になっております。",
    "a question": "返品はできますか？",
    "katakana": "キャンセルしたいのですが",
    "mostly kanji": "注文番号確認願い",
    "a short word": "至急です",
    "a price": "価格は1,980円（税込）ですか",
}


def bare(content: bytes) -> bytes:
    return mail(part(content))


CASES = [
    case(f"{name} in {encoding}", bare(text.encode(encoding)), text=text)
    for name, text in PHRASES.items()
    for encoding in ("utf-8", "cp932", "euc_jp", "iso2022_jp")
]
CASES += [
    case("French without a label", bare("Voilà le café crème".encode("cp1252")), text="Voilà le café crème"),
    case("German without a label", bare("Größe über alles".encode("latin-1")), text="Größe über alles"),
    case("a bare price in yen", bare(b"\\1,980"), text="\\1,980"),
    case(
        "a subject in bare Shift_JIS",
        mail("x", b"Subject: " + "返品の件".encode("cp932")),
        subject="返品の件",
        text="x",
    ),
    case(
        "a subject in bare EUC-JP",
        mail("x", b"Subject: " + "返品について".encode("euc_jp")),
        subject="返品について",
        text="x",
    ),
    case("a subject in bare JIS", mail("x", b"Subject: " + "返品".encode("iso2022_jp")), subject="返品", text="x"),
    case("a subject in bare UTF-8", mail("x", "Subject: 返品の件"), subject="返品の件", text="x"),
    case(
        "a subject in bare JIS, folded inside the run",
        mail("x", b"Subject: \x1b$BJVIJ\r\n $B$N7o\x1b(B".replace(b"$B$N", b"$N")),
        subject="返品の件",
        text="x",
    ),
    case(
        "a sender's name in bare Shift_JIS",
        mail("x", b'From: "' + "山田".encode("cp932") + b'" <y@kawakami.example>'),
        sender=("山田", "y@kawakami.example"),
        text="x",
    ),
    case(
        "a sender's name in bare JIS that holds a quotation mark's byte",
        # 本 is 4B5C in JIS: its second byte is a backslash. The quotes around it are the sender's.
        mail("x", b'From: "\x1b$B;3K\\\x1b(B" <y@kawakami.example>'),
        sender=("山本", "y@kawakami.example"),
        text="x",
    ),
]
