"""Finding what an outgoing Japanese text promises: a humble verb of ours that is still to come, with a due time
(「本日中に…いたします」) or put off (「折り返し…いたします」).

What the customer is to do, what has been done, what is asked, refused or announced to everybody is no promise.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from madoguchi.tickets.promises.times import Office, due

_SENTENCE = re.compile(r"[^。!?\n]*[。!?]?")
_DEEDS = (
    "連絡|電話|メール|回答|返答|返信|返事|返送|報告|案内|お知らせ|通知|説明|共有"
    "|送り|送付|送信|発送|出荷|再送|配送|届け|納品|手配|対応|対処|返金|振り?込み?|入金|見積もり?|訪問|伺い|派遣"
    "|修理|交換|調査|調べ|確認|検討|提出|作成|発行|再発行|完了|改修|修正|用意|準備|返し|処理|手続き?|解決|発注|引き取り|集荷|設置|返却|送金"
)
_FORMS = (
    "(?:の?(?:手続き?|処理|手配|連絡|対応))?(?:を|は|も|まで)?(?:ご)?"
    "(?:いたし|致し|差し?上げ|さしあげ|申し?上げ|させていただき|させて頂き|させて戴き|し|行い|行わせていただき|さし上げ)ます(?!か[。?]?$)"
)
_PLANS = (
    "(?:を?(?:いたす|する|させていただく|できる|出来る|完了する|完了できる))"
    "(?:予定|見込み|見通し|つもり)(?:です|でございます|でおります)"
)
_HOPES = "(?:できる|出来る)(?:か|もの)?と(?:存じ|思い)ます"
_OUT_OF_THE_WAY = "伺います|参ります|かけ直し(?:いたし)?ます|送ります|届けます|返します|お返しします|戻します|直します"
_WILL = re.compile(rf"(?:ご|お|御)?(?:{_DEEDS})(?:{_FORMS}|{_PLANS}|{_HOPES})|(?:{_OUT_OF_THE_WAY})(?!か[。?]?$)")
_LATER = re.compile(
    r"折り?返し|(?:後|のち)ほど|改めて|あらためて|追って|次第|近日中|後日|数日中|早急に|至急|早々に|速やかに"
    r"|(?:なるべく|できるだけ|できる限り|出来る限り|可能な限り)早く|すぐに|まもなく|間もなく"
)
_IF_YOU = re.compile(
    r"(?:ない|ません)(?:場合|とき|時)|(?:ございましたら|ありましたら|あれば|いただけましたら|頂けましたら|いただければ)"
)
_QUOTED = re.compile(r"^\s*[>|＞]")
_HINT = re.compile(rf"[日曜週末年月時分/:：／]|正午|午前|きょう|あす|あした|あさって|翌|明朝|{_LATER.pattern}")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: its sentence, where it stands in the text (start, end), and when it falls due; None for a promise
    that is only put off."""

    sentence: str
    start: int
    end: int
    due_at: datetime | None


def may_promise(text: str) -> bool:
    """A cheap look before the grammar: False only where `promises` would find nothing."""
    return "す" in text and _HINT.search(unicodedata.normalize("NFC", text)) is not None


def promises(text: str, *, at: datetime, office: Office) -> list[Promise]:
    """What `text`, written at `at` (aware, in the office's time zone), promises. Quoted lines are left out."""
    found = []
    for start, sentence in _sentences(text):
        plain = unicodedata.normalize("NFKC", sentence)
        will = _WILL.search(plain)
        if will is None or _IF_YOU.search(plain, 0, will.start()):
            continue
        before = plain[: will.end()]
        due_at = due(before, at=at, office=office)
        if due_at is None and not _LATER.search(before):
            continue
        found.append(Promise(sentence.strip(), start, start + len(sentence), due_at))
    return found


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.splitlines(keepends=True):
        if not _QUOTED.match(line):
            for match in _SENTENCE.finditer(unicodedata.normalize("NFC", line)):
                if match.group().strip():
                    yield position + match.start(), match.group()
        position += len(line)
