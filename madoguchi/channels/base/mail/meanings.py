"""What mail servers mean by their words: the RFC 3463 status behind “user unknown” or 「宛先不明」."""

import re

PERSON = ("user", "recipient", "mailbox", "address", "addressee", "account")
PERSON_JA = ("宛先", "アドレス", "ユーザ", "メールボックス", "受信者", "利用者", "アカウント")


def _near(first: tuple[str, ...], then: tuple[str, ...], *, most: int = 60) -> str:
    """One of the first words and one of the second soon after it, in the same sentence."""
    return rf"(?:{'|'.join(first)})[^.。\n]{{0,{most}}}?(?:{'|'.join(then)})"


_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "5.1.1",
        (
            _near(
                PERSON, ("unknown", "not found", "doesn.?t exist", "does not exist", "not exist", "no such", "invalid")
            ),
            _near(
                PERSON,
                ("unavailable", "(?:can|could) ?not be found", "rejected", "not valid", "not listed", "not a known"),
            ),
            _near(("unknown", "no such", "invalid", "non-?existent", "bad"), (*PERSON, "person"), most=20),
            r"doesn.?t have an? [^\n]{0,30}account",
            "no mailbox here",
            _near(
                PERSON_JA, ("存在し(?:ません|ない)", "見つかりません", "不明", "ありません", "誤り", "無効"), most=30
            ),
            _near(PERSON_JA, ("該当しません", "登録されていません"), most=30),
            _near(("該当",), ("なし", "ありません"), most=20),
        ),
    ),
    (
        "5.2.2",
        (
            _near(("mailbox", "account", "inbox", "quota", "storage"), ("full", "exceed", "over"), most=40),
            "over ?quota",
            "insufficient (?:system )?storage",
            _near(("容量", "サイズ"), ("超え", "超過", "オーバー", "不足", "いっぱい"), most=12),
            _near(("メールボックス", "受信箱", "受信トレイ"), ("一杯", "いっぱい", "満杯"), most=16),
        ),
    ),
    (
        "5.2.1",
        (
            _near(PERSON, ("disabled", "suspended", "inactive", "deactivated", "locked", "expired", "closed"), most=40),
            "(?:解約|退会|停止|休止|無効化)(?:され|済み|中)",
        ),
    ),
    (
        "5.1.2",
        (
            _near(
                ("host", "domain"), ("unknown", "not found", "doesn.?t exist", "does not exist", "lookup fail"), most=40
            ),
            "(?:no such|unknown) (?:host|domain)",
            "unrouteable",
            "name or service not known",
            "NXDOMAIN",
            _near(("ドメイン", "ホスト"), ("見つかりません", "存在し"), most=20),
        ),
    ),
    (
        "5.3.4",
        (
            _near(
                ("message", "mail"), ("too (?:large|big)", "size (?:exceed|limit)", "exceeds[^.\\n]{0,20}size"), most=40
            ),
            _near(("メール", "添付", "サイズ"), ("大きすぎ", "上限", "制限値?を超"), most=16),
        ),
    ),
    (
        "5.7.1",
        (
            *(
                r"\bspam\b",
                "black ?list",
                "block ?list",
                "policy",
                "reputation",
                "denied",
                "dmarc",
                "unsolicited",
                "blocked",
            ),
            "not (?:authori[sz]ed|permitted|allowed)",
            *("迷惑メール", "受信を?拒否", "ドメイン指定", "拒否(?:され|設定|しました)", "ブロック"),
        ),
    ),
    (
        "4.4.7",
        (
            *("timed? ?out", "expired", "retry time", "delivery time", "connection refused", "could not connect"),
            *("時間内に", "時間切れ", "タイムアウト", "接続でき", "接続が拒否"),
        ),
    ),
)
_MEANINGS = tuple((status, re.compile("|".join(words), re.IGNORECASE)) for status, words in _WORDS)


def meaning(words: str) -> str:
    """The RFC 3463 status that words amount to, or empty. What stands first in the table wins."""
    return next((status for status, pattern in _MEANINGS if pattern.search(words[:5000])), "")
