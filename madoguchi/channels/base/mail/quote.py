"""The new part of a reply: quote heads, quoted lines and signatures folded away. In doubt everything is kept."""

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
]
_STARTS = re.compile(rf"^(On\b|Am\b|Le\b|El\b|Il\b|Em\b|Op\b|在|於|\W{{0,3}}{_DATE_JA})")
_SEPARATOR = re.compile(
    r"^[-_=*ー－ ]{2,30}\s?(元のメッセージ|オリジナルメッセージ|返信元メッセージ|Original Message|Original message|"
    r"Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|原始邮件|原始郵件|Reply Message)"
    r"\s?[-_=*ー－ ]{2,30}$",
    re.IGNORECASE,
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
_RULE = re.compile(r"^[_\-=]{8,}$")
_QUOTED = re.compile(r"^\s{0,3}[>＞]")
_SENT_FROM = re.compile(
    r"^(Sent from (my|Mail for|Outlook|Yahoo).{0,60}|Get Outlook for .{0,40}|Envoyé de mon .{0,40}|"
    r"(私の)?(iPhone|iPad|Android|スマートフォン|Xperia|Galaxy).{0,20}から送信.{0,10}|.{0,30}から送信されました。?)$"
)
_FORWARD = re.compile(r"^[-\s]{2,}(Forwarded message|転送(された)?メッセージ|Begin forwarded message)", re.IGNORECASE)


def new_part(text: str) -> str:
    """What the writer newly wrote in `text`; the whole text when nothing is surely quoted or nothing else is left."""
    lines = text.split("\n")
    if len(lines) > 20_000:
        return text
    cut = _without_quote(lines)
    kept = _without_signature(cut)
    result = "\n".join(kept).strip("\n").rstrip()
    return result if result.strip() else text


def _without_quote(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or len(stripped) > 400:
            continue
        if _FORWARD.match(stripped):
            return lines
        if _SEPARATOR.match(stripped) and _anything(lines[:number]):
            return lines[:number]
        if _is_header_block(lines, number) and _anything(lines[:number]):
            return _before_rule(lines[:number])
        length = _head_length(lines, number)
        if length:
            return _around_quote(lines, number, number + length)
        if _QUOTED.match(line):
            return _around_quote(lines, number, number)
    return lines


def _head_length(lines: list[str], number: int) -> int:
    """How many lines (1 to 3) the quote head at `number` takes, or 0."""
    joined = lines[number].strip()
    if _is_head(joined):
        return 1
    if not _STARTS.match(joined):
        return 0
    for extra in (1, 2):
        if number + extra >= len(lines) or not lines[number + extra].strip() or len(joined) > 400:
            return 0
        following = lines[number + extra].strip()
        if _is_head(f"{joined} {following}") or _is_head(joined + following):
            return extra + 1
        joined = f"{joined} {following}"
    return 0


def _is_head(line: str) -> bool:
    return line[-1:] in (":", "：") and len(line) < 500 and any(head.match(line) for head in _HEADS)


def _is_header_block(lines: list[str], number: int) -> bool:
    """An Outlook block: sender, then date and subject or recipient within the next lines without a gap."""
    if not _KEYS["sender"].match(lines[number].strip()):
        return False
    seen: set[str] = set()
    for line in lines[number : number + 7]:
        stripped = line.strip()
        if not stripped:
            break
        seen.update(name for name, pattern in _KEYS.items() if pattern.match(stripped))
    return "date" in seen and len(seen) >= 3


def _before_rule(lines: list[str]) -> list[str]:
    """Drops the ruled line that Outlook draws above its block."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[: end - 1] if end and _RULE.match(lines[end - 1].strip()) else lines[:end]


def _around_quote(lines: list[str], head: int, start: int) -> list[str]:
    """Cuts the quote at `start`; keeps an answer below it, and everything when answers stand between the quotes."""
    before = lines[:head]
    rest = lines[start:]
    first = next((index for index, line in enumerate(rest) if line.strip()), None)
    if first is None:
        return before if _anything(before) else lines
    if not _QUOTED.match(rest[first]):
        return before if start > head and _anything(before) else lines
    blocks = _answers(rest)
    if not blocks:
        return before if _anything(before) else lines
    if len(blocks) == 1 and not _anything(before) and not _quoted_after(rest, blocks[0]):
        return rest[blocks[0] :]
    return lines


def _answers(rest: list[str]) -> list[int]:
    """Where unquoted text begins among quoted lines; a wrapped tail of a quoted line and a signature do not count."""
    starts: list[int] = []
    inside = False
    quoted_before = False
    for index, line in enumerate(rest):
        if _QUOTED.match(line):
            inside, quoted_before = False, True
        elif not line.strip():
            quoted_before = False
        elif line.rstrip() in ("--", "-- ") or _SENT_FROM.match(line.strip()):
            break
        elif not inside and not (quoted_before and _is_wrapped_tail(rest, index)):
            starts.append(index)
            inside = True
    return starts


def _is_wrapped_tail(rest: list[str], index: int) -> bool:
    """Whether a short line between quoted ones is the end of the long one above it that a mail program broke."""
    above, short = rest[index - 1], len(rest[index].strip()) < 12
    return short and len(above) > 60 and index + 1 < len(rest) and bool(_QUOTED.match(rest[index + 1]))


def _quoted_after(rest: list[str], index: int) -> bool:
    return any(_QUOTED.match(line) for line in rest[index:])


def _without_signature(lines: list[str]) -> list[str]:
    """Drops what follows a signature mark near the end, and `sent from` lines."""
    end = len(lines)
    for index in range(max(0, end - 15), end):
        if lines[index] in ("-- ", "--") and _anything(lines[:index]):
            end = index
            break
    while end and (not lines[end - 1].strip() or _SENT_FROM.match(lines[end - 1].strip())):
        end -= 1
    return lines[:end]


def _anything(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)
