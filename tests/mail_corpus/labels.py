"""Charset labels that mail carries: right ones, private ones, and lies."""

from tests.mail_corpus.case import Case, case
from tests.mail_corpus.writing import jis, mail, part

GREETING = "お問い合わせありがとうございます。"
NAMES = "髙橋様と山﨑様へ、①番の㈱窓口（№5）"
JIS_NAMES = jis("髙橋様と山﨑様へ、①番の㈱窓口（№５）")


def labelled(label: str, content: bytes) -> bytes:
    return mail(part(content, f"Content-Type: text/plain; charset={label}", "Content-Transfer-Encoding: 8bit"))


def named(labels: str, content: bytes, text: str, what: str) -> list[Case]:
    return [case(f"{label} means {what}", labelled(label, content), text=text) for label in labels.split()]


CODE_PAGE_932 = named(
    'Shift_JIS shift-jis SJIS x-sjis windows-31j cp932 MS932 MS_Kanji csShiftJIS sjis-win "Shift_JIS" windows-932',
    NAMES.encode("cp932"),
    NAMES,
    "code page 932",
)
ISO_2022_JP = named(
    "ISO-2022-JP iso-2022-jp-ms cp50220 cp50221 cp50222 csISO2022JP iso-2022-jp-1 _iso-2022-jp$ESC x-windows-50221",
    JIS_NAMES,
    "髙橋様と山﨑様へ、①番の㈱窓口（№５）",
    "ISO-2022-JP with NEC's and IBM's characters",
)
EUC = named(
    "EUC-JP x-euc-jp eucJP eucJP-ms eucJP-win cp51932 x-euc ujis",
    # Row 13 of NEC by hand: 0xADA1 is ①, 0xADEA is ㈱.
    "番号".encode("euc_jp") + b"\xad\xa1\xad\xea",
    "番号①㈱",
    "EUC-JP with NEC's row 13",
)
LIES = [
    case(f"{encoding} under the label {label}", labelled(label, GREETING.encode(encoding)), text=GREETING)
    for label, encoding in (
        *(("us-ascii", "utf-8"), ("us-ascii", "cp932"), ("us-ascii", "euc_jp"), ("us-ascii", "iso2022_jp")),
        *(("iso-8859-1", "utf-8"), ("iso-8859-1", "cp932"), ("windows-1252", "euc_jp"), ("iso-8859-1", "iso2022_jp")),
        *(("utf-8", "cp932"), ("utf-8", "euc_jp"), ("utf-8", "iso2022_jp")),
        *(("shift_jis", "utf-8"), ("shift_jis", "euc_jp"), ("shift_jis", "iso2022_jp")),
        *(("euc-jp", "utf-8"), ("euc-jp", "cp932"), ("euc-jp", "iso2022_jp")),
        *(("iso-2022-jp", "utf-8"), ("iso-2022-jp", "cp932"), ("iso-2022-jp", "euc_jp")),
        *(("klingon", "utf-8"), ("x-unknown", "cp932"), ("unknown-8bit", "euc_jp"), ("none", "iso2022_jp")),
    )
]
KANA = "ﾊﾝｶｸ"
HALF_WIDTH = [
    case("half-width kana after ESC ( I", labelled("iso-2022-jp", jis(b"\x1b(I\x4a\x5d\x36\x38\x1b(B")), text=KANA),
    case(
        "half-width kana between SO and SI beside JIS",
        labelled("iso-2022-jp", jis("品名") + b" \x0e\x4a\x5d\x36\x38\x0f"),
        text=f"品名 {KANA}",
    ),
    case(
        "half-width kana as single bytes in ISO-2022-JP",
        labelled("iso-2022-jp", jis("品名") + b" \xca\xdd\xb6\xb8 " + jis("です")),
        text=f"品名 {KANA} です",
    ),
    case(
        "half-width kana in Shift_JIS",
        labelled("shift_jis", b"\xca\xdd\xb6\xb8 " + "です".encode("cp932")),
        text=f"{KANA} です",
    ),
    case(
        "half-width kana in EUC-JP",
        labelled("euc-jp", b"\x8e\xca\x8e\xdd\x8e\xb6\x8e\xb8" + "です".encode("euc_jp")),
        text=f"{KANA}です",
    ),
]
OTHERS = [
    case("old JIS of 1978 (ESC $ @)", labelled("iso-2022-jp", b"\x1b$@" + jis("旧型")[3:]), text="旧型"),
    case(
        "JIS X 0201 Roman (ESC ( J) ends a run",
        labelled("iso-2022-jp", jis("価格")[:-3] + b"\x1b(J 1,980"),
        text="価格 1,980",
    ),
    case("JIS that is never ended", labelled("iso-2022-jp", jis("途中")[:-3]), text="途中"),
    case("a new line begins in ASCII again", labelled("iso-2022-jp", jis("一行") + b"\r\nabc"), text="一行\nabc"),
    case("supplementary kanji of JIS X 0212", labelled("iso-2022-jp-1", b"\x1b$(D\x30\x21\x1b(B"), text="丂"),
    case("third level kanji of JIS X 0213", labelled("iso-2022-jp-2004", b"\x1b$(Q\x2e\x21\x1b(B"), text="俱"),
    case("a fullwidth tilde stays one", labelled("iso-2022-jp", b"\x1b$B\x21\x41\x1b(B"), text="～"),
    case(
        "a fullwidth minus and bar as Windows means them",
        labelled("euc-jp", b"\xa1\xdd\xa1\xc2" + "です".encode("euc_jp")),
        text="－∥です",
    ),
    case("UTF-8 with a byte order mark", labelled("utf-8", b"\xef\xbb\xbf" + GREETING.encode()), text=GREETING),
    case(
        "UTF-16 with a byte order mark", labelled("utf-16", b"\xff\xfe" + GREETING.encode("utf-16-le")), text=GREETING
    ),
    case("ASCII under the label UTF-16", labelled("utf-16", b"Hello"), text="Hello"),
    case("UTF-7", labelled("unicode-1-1-utf-7", "注文".encode("utf-7")), text="注文"),
    case("Chinese of the mainland", labelled("gb2312", "您好，请问".encode("gb18030")), text="您好，请问"),
    case("Chinese of Taiwan", labelled("big5", "您好，請問".encode("big5")), text="您好，請問"),
    case("Korean", labelled("ks_c_5601-1987", "안녕하세요".encode("cp949")), text="안녕하세요"),
    case("Russian", labelled("koi8-r", "Привет".encode("koi8-r")), text="Привет"),
    case(
        "German with an old label", labelled("iso-8859-15", "Grüße für 5 €".encode("iso-8859-15")), text="Grüße für 5 €"
    ),
    case("curly quotes under Latin-1", labelled("iso-8859-1", "“Hi” – it’s".encode("cp1252")), text="“Hi” – it’s"),
    case(
        "one broken byte in UTF-8",
        labelled("utf-8", "価格は".encode() + b"\xff" + "千円です".encode()),
        text="価格は\ufffd千円です",
    ),
    case("a character cut off at the end", labelled("utf-8", "価格".encode()[:-1]), text="価\ufffd"),
    case("a codec that is no charset", labelled("idna", "価格".encode()), text="価格"),
    case(
        "an empty label",
        labelled('""', "価格".encode("cp932") + "はいくらですか".encode("cp932")),
        text="価格はいくらですか",
    ),
]
CASES = [*CODE_PAGE_932, *ISO_2022_JP, *EUC, *LIES, *HALF_WIDTH, *OTHERS]
