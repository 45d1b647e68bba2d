"""What of a text is marked is what was looked for, and nothing is lost of the text."""

import pytest

from madoguchi.kernel.text.marking import marked

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "wanted", "hits"),
    [
        ("電源が入りません。電源ランプが点滅します。", "電源が入らない", ["電源", "電源"]),
        ("荷物がまだ届きません", "届かない", ["届き"]),
        ("東京都にお住まいの方", "京都", []),
        ("注文番号 Ａ－20391 の件、a-20391", "A-20391", ["Ａ－20391", "a-20391"]),
        ("国民健康保険の手続き", "健康保険", ["健康保険"]),
        ("スイッチが入る", "入る", ["入る"]),
        ("The invoice, INVOICES", "invoice", ["invoice", "INVOICE"]),
        ("", "電源", []),
        ("電源", "", []),
        ("ﾊﾟｽﾜｰﾄﾞを忘れた", "パスワード", ["ﾊﾟｽﾜｰﾄﾞ"]),
    ],
)
def test_only_the_words_are_marked(text: str, wanted: str, hits: list[str]) -> None:
    pieces = marked(text, wanted)
    assert "".join(piece for piece, _hit in pieces) == text
    assert [piece for piece, hit in pieces if hit] == hits
