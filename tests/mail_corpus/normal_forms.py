"""Everything stored is NFC; half-width kana with voiced marks become whole; what is no character goes."""

from tests.mail_corpus.case import Case, case
from tests.mail_corpus.writing import mail, part, word

APART = "カ\u3099イト\u3099ハ\u309aン"


def text(name: str, given: str, read: str) -> Case:
    return case(
        name, mail(part(given.encode("utf-8", "surrogatepass"), "Content-Type: text/plain; charset=utf-8")), text=read
    )


CASES = [
    text("decomposed kana of a Mac", APART, "ガイドパン"),
    text("decomposed Latin letters", "Cafe\u0301 Mu\u0308ller", "Café Müller"),
    text("half-width kana with voiced marks", "ｶﾞｲﾄﾞ", "ガイド"),
    text("half-width kana with half-voiced marks", "ﾊﾟﾝ", "パン"),
    text("half-width kana without marks stay", "ﾃｽﾄ", "ﾃｽﾄ"),
    text("a voiced mark after a kana that has none stays", "ｱﾞ", "ｱﾞ"),
    text("NUL and bell", "a\x00b\x07c", "abc"),
    text("an emoji with its joiner", "👩\u200d🔧", "👩\u200d🔧"),
    text("a variant of a kanji", "葛\U000e0100飾区", "葛\U000e0100飾区"),
    text("a compatibility kanji becomes the ordinary one", "\ufa19戸", "神戸"),
    text("full-width letters stay as written", "ＡＢＣ１２３", "ＡＢＣ１２３"),
    case("decomposed kana in a subject", mail("x", f"Subject: {word(APART)}"), subject="ガイドパン", text="x"),
    case(
        "decomposed kana in a name",
        mail("x", f"From: {word(APART)} <y@kawakami.example>"),
        sender=("ガイドパン", "y@kawakami.example"),
        text="x",
    ),
    case(
        "half-width kana in a subject",
        mail("x", "Subject: " + word("ｶﾞｲﾄﾞ", "Shift_JIS")),
        subject="ガイド",
        text="x",
    ),
]
