"""What a person can do about a mail that did not go out or came back, by the reason kept on it."""

import re

from madoguchi.channels.base.words import Words

_STATUS = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)\b")
NOTHING = Words("", "")

_ADDRESS = Words(
    "Check the address with the customer and send it to the corrected one.",
    "宛先を確認し、正しいアドレスに直して送り直してください。",
)
_FULL = Words(
    "Their mailbox is full. Try again later, or reach them by telephone.",
    "相手のメールボックスが一杯です。時間をおいて送り直すか、電話などで連絡してください。",
)
_BIG = Words(
    "The mail is too big for their server. Lower the largest size of mails in the inbox’s settings: bigger files then "
    "go as links.",
    "相手のサーバーには大きすぎます。受信箱の設定でメールの最大サイズを下げると、大きなファイルはリンクで送られます。",
)
_REFUSED = Words(
    "Their server takes this mail for unwanted. Ask an administrator to check SPF, DKIM and DMARC of your domain; "
    "meanwhile reach the customer another way.",
    "相手のサーバーが迷惑メールと判断しました。管理者にSPF・DKIM・DMARCの設定を確認してもらい、急ぐ場合は別の方法で連絡してください。",
)
_ADMINISTRATOR = Words(
    "Ask an administrator to check the sending settings of this inbox. The mail waits and goes out by itself.",
    "管理者に受信箱の送信設定を確認してもらってください。直れば自動で送信されます。",
)
_WAIT = Words(
    "You need not do anything: it is tried again by itself.", "自動で送り直すため、何もする必要はありません。"
)
_SETTING = {
    "smtp_login": _ADMINISTRATOR,
    "token_refused": _ADMINISTRATOR,
    "sign_in_again": _ADMINISTRATOR,
    "certificate": _ADMINISTRATOR,
    "smtp_not_supported": _ADMINISTRATOR,
    "no_smtp_host": _ADMINISTRATOR,
    "dkim_key": _ADMINISTRATOR,
    "no_way_out": _ADMINISTRATOR,
    "no_recipient": _ADDRESS,
    "address_not_ascii": _ADDRESS,
    "timed_out": _WAIT,
    "smtp_connect": _WAIT,
    "smtp_broken": _WAIT,
    "smtp_greeting": _WAIT,
    "original_gone": Words(
        "Forward the message instead: its text and files are still on the ticket.",
        "代わりに「転送」を使ってください。本文と添付ファイルは問い合わせに残っています。",
    ),
}


def advise(reason: str) -> Words:
    """One sentence on what to do; empty when there is nothing better than trying again."""
    code, _colon, detail = reason.partition(": ")
    if code in _SETTING:
        return _SETTING[code]
    status = _STATUS.search(detail)
    if status is not None:
        return _by_status(status[1], int(status[2]), int(status[3]))
    plain = _CODE.search(detail)
    return {"550": _ADDRESS, "551": _ADDRESS, "553": _ADDRESS, "552": _FULL, "554": _REFUSED}.get(
        plain[1] if plain else "", NOTHING
    )


def _by_status(kind: str, subject: int, detail: int) -> Words:
    """RFC 3463: the second number says what it is about, the third what of it."""
    if (subject, detail) == (2, 2):
        return _FULL
    if (subject, detail) in ((2, 3), (3, 4)):
        return _BIG
    if kind == "4":
        return _WAIT
    return {1: _ADDRESS, 2: _ADDRESS, 4: _ADDRESS, 7: _REFUSED}.get(subject, NOTHING)
