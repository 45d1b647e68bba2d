"""Encoded words in headers: split, glued, quoted, unfinished."""

from tests.mail_corpus.case import Case, case
from tests.mail_corpus.writing import jis, mail, word

LONG = "ご注文いただいた商品の配送日についてのお問い合わせ"


def subject(name: str, value: str | bytes, text: str) -> Case:
    line = b"Subject: " + (value.encode() if isinstance(value, str) else value)
    return case(name, mail("x", line), subject=text, text="x")


def sender(name: str, value: str, shown: str) -> Case:
    return case(name, mail("x", f"From: {value} <y@kawakami.example>"), sender=(shown, "y@kawakami.example"), text="x")


def split_at(place: int, label: str = "UTF-8", gap: str = "\r\n ") -> str:
    content = LONG.encode(label)
    return word(content[:place], label) + gap + word(content[place:], label)


CASES = [
    subject("split inside a character of UTF-8", split_at(25), LONG),
    subject("split inside a character, both words on one line", split_at(25, gap=" "), LONG),
    subject("split inside a character and glued", split_at(25, gap=""), LONG),
    subject("split inside a character of Shift_JIS", split_at(21, "cp932"), LONG),
    subject("split inside a character of EUC-JP", split_at(21, "euc_jp"), LONG),
    subject(
        "split inside a run of JIS",
        word(jis("配送日")[:-3], "ISO-2022-JP") + "\r\n " + word(jis("について")[3:], "ISO-2022-JP"),
        "配送日について",
    ),
    subject(
        "two whole words of JIS",
        word(jis("配送日"), "ISO-2022-JP") + "\r\n " + word(jis("について"), "ISO-2022-JP"),
        "配送日について",
    ),
    subject("NEC's characters in JIS", word(jis("㈱髙島①"), "ISO-2022-JP"), "㈱髙島①"),
    subject("NEC's characters in Shift_JIS", word("㈱髙島①", "cp932").replace("cp932", "Shift_JIS"), "㈱髙島①"),
    subject("words of two charsets", word("返品") + " " + word(jis("交換"), "ISO-2022-JP"), "返品交換"),
    subject("B and Q in one subject", f"{word('返品')} =?UTF-8?Q?=E4=BA=A4=E6=8F=9B?=", "返品交換"),
    subject("a word between plain words", f"Re: {word('返品')} please", "Re: 返品 please"),
    subject("a word glued to plain letters", f"Re:{word('返品')}about", "Re:返品about"),
    subject("Q with underscores and a question mark", "=?utf-8?Q?=E8=BF=94=E5=93=81_ok??=", "返品 ok?"),
    subject("Q with blanks that should not be there", "=?utf-8?Q?hello world?=", "hello world"),
    subject("small letters and a language", "=?utf-8*ja?b?6L+U5ZOB?=", "返品"),
    subject("base64 without its padding", "=?utf-8?B?6L+U5ZOBIQ?=", "返品!"),
    subject("base64 with a blank in it", "=?utf-8?B?6L+U 5ZOB?=", "返品"),
    subject("a word that never ends", "=?utf-8?B?6L+U", "=?utf-8?B?6L+U"),
    subject("a charset nobody knows", "=?klingon?B?6L+U5ZOB?=", "返品"),
    subject("a wrong charset on UTF-8", "=?us-ascii?Q?=E8=BF=94=E5=93=81?=", "返品"),
    subject("a line break hidden in a word", "=?utf-8?B?YQ0KQmNjOiB4QHk=?=", "a Bcc: x@y"),
    subject("a NUL hidden in a word", "=?utf-8?Q?a=00b?=", "ab"),
    subject("marks that turn the direction", "=?utf-8?Q?invoice=E2=80=AEfdp.exe?=", "invoicefdp.exe"),
    subject("a tab in a folded subject", "one\r\n\ttwo", "one two"),
    subject("an empty subject", "", ""),
    sender("a word inside quotes", f'"{word("山田 花子")}"', "山田 花子"),
    sender("a word with a comma inside quotes", f'"{word("山田, 花子")}"', "山田, 花子"),
    sender(
        "words split inside a character, in a name", f"{word('山田'.encode()[:4])} {word('山田'.encode()[4:])}", "山田"
    ),
    sender("a name in quotes inside the word", word('"山田"'), "山田"),
    sender("words and plain letters", f"{word('山田')} (Yamada)", "山田"),
]
