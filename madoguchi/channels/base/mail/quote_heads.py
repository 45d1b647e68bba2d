"""The lines that mail programs put above a quoted mail, in many languages. Every pattern is linear in its line."""

import re

_DATE_JA = r"\d{2,4}[年/.\-]\s?\d{1,2}[月/.\-]\s?\d{1,2}日?"
_TIME = r"\d{1,2}[:時]\d{2}"
_HEADS = [
    re.compile(rf"^\W{{0,3}}{_DATE_JA}\s?[(（].{{1,3}}[)）]\s*(午前|午後|AM|PM)?\s*{_TIME}.{{0,200}}[:：]$"),
    re.compile(
        rf"^\W{{0,3}}{_DATE_JA}[、,\s(（].{{0,12}}(午前|午後)?\s*{_TIME}.{{0,200}}(のメール|wrote|書きました|[>＞])\s?[:：]$"
    ),
    re.compile(r"^.{0,200}(さん|様|氏)は(、)?書きました\s?[:：]?$"),
    re.compile(r"^.{2,200}のメール\s?[:：]$"),
    re.compile(r"^(On|At)\b.{4,300}\b(wrote|writes)\s?[:：]$", re.IGNORECASE),
    re.compile(r"^.{3,200}<[^<>]{3,100}@[^<>]{3,100}>\s?(wrote|写道|寫道|さんのメッセージ)\s?[:：]$"),
    re.compile(r"^(Am|Den)\b.{4,200}\b(schrieb|skrev)\b.{0,120}:$"),
    re.compile(r"^Le\b.{4,250}\ba écrit\s?:$"),
    re.compile(r"^El\b.{4,250}\bescribió\s?:$"),
    re.compile(r"^Il\b.{4,250}\bha scritto\s?:$"),
    re.compile(r"^Em\b.{4,250}\bescreveu\s?:$"),
    re.compile(r"^Op\b.{4,250}\bschreef\b.{0,120}:$"),
    re.compile(r"^(在|于|於).{4,200}(写道|寫道|撰写)\s?[:：]$"),
    re.compile(r"^.{4,200}님이 작성\s?:$"),
    re.compile(
        r"^.{6,250}\b(пишет|написала?|napisał\(?a?\)?|napsala?|napsal\(a\)|kirjoitti|írta|yazdı|skrev|schreef|viết|escreveu)\s?:$"
    ),
]
_WEAK_HEAD = re.compile(rf"^\W{{0,3}}{_DATE_JA}.{{0,14}}{_TIME}.{{0,120}}[:：]$")
_WEAK_WORDS = re.compile(r"^.{1,80}(さん|様|氏)(より|から)?(の(ご)?(連絡|返信|メール|メッセージ))?\s?[:：]$")
_STARTS = re.compile(rf"^(On\b|Am\b|Le\b|El\b|Il\b|Em\b|Op\b|在|於|\W{{0,3}}{_DATE_JA})")
_SEPARATOR = re.compile(
    r"^[-_=*ー－ ]{2,30}\s?(元のメッセージ|オリジナルメッセージ|返信元メッセージ|Original Message|Original message|"
    r"Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|原始邮件|原始郵件|Reply Message)"
    r"\s?[-_=*ー－ ]{2,30}$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"^([-\s]{2,}(Forwarded message|転送(された)?メッセージ)|Begin forwarded message|転送開始)", re.IGNORECASE
)
_KEYS = {
    "sender": re.compile(r"^[*＊]?(差出人|送信者|From|Von|De|Da|发件人|寄件者)[*＊]?\s?[:：]", re.IGNORECASE),
    "date": re.compile(
        r"^[*＊]?(送信日時|送信日|日時|日付|Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|发送时间|日期)[*＊]?\s?[:：]",
        re.IGNORECASE,
    ),
    "to": re.compile(r"^[*＊]?(宛先|To|An|À|Para|A|收件人)[*＊]?\s?[:：]", re.IGNORECASE),
    "cc": re.compile(r"^[*＊]?(CC|Cc|Kopie)[*＊]?\s?[:：]", re.IGNORECASE),
    "subject": re.compile(
        r"^[*＊]?(件名|Subject|Betreff|Objet|Asunto|Oggetto|Assunto|主题|主旨)[*＊]?\s?[:：]", re.IGNORECASE
    ),
}


def is_head(line: str) -> bool:
    """Whether a line surely introduces a quoted mail."""
    return line[-1:] in (":", "：") and len(line) < 500 and any(head.match(line) for head in _HEADS)


def is_weak_head(line: str) -> bool:
    """Whether a line introduces a quote if quoted lines follow it at once."""
    return line[-1:] in (":", "：") and bool(_WEAK_HEAD.match(line) or _WEAK_WORDS.match(line))


def may_start_head(line: str) -> bool:
    """Whether a line may be the first of a head that was wrapped."""
    return bool(_STARTS.match(line))


def is_separator(line: str) -> bool:
    """Whether a line is a mark such as -----Original Message-----."""
    return bool(_SEPARATOR.match(line))


def is_forward(line: str) -> bool:
    """Whether a line introduces a forwarded mail, which the writer wants to be read."""
    return bool(_FORWARD.match(line))


def is_header_block(lines: list[str]) -> bool:
    """Whether the lines begin with an Outlook block: sender, then date and two more fields without a gap."""
    if not _KEYS["sender"].match(lines[0].strip()):
        return False
    seen: set[str] = set()
    for line in lines[:7]:
        stripped = line.strip()
        if not stripped:
            break
        seen.update(name for name, pattern in _KEYS.items() if pattern.match(stripped))
    return "date" in seen and len(seen) >= 3
