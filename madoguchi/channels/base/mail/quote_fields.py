"""The block of fields (差出人, 送信日時, 宛先, 件名) that Outlook and others put above a quoted mail. Not"
" for: forms."""

import re
from collections.abc import Sequence

_WORDS = {
    "from": (
        "差出人 送信者 送信元 from von de da van od från fra lähettäjä feladó odesílatel kimden gönderen"
        " 发件人 寄件者"
        " 寄件人 發件人 보낸_사람 보낸사람 от от_кого від expéditeur mittente remitente avsändare"
    ),
    "date": (
        "送信日時 受信日時 送信日 受信日 日時 日付 sent date received gesendet datum envoyé envoyé_le enviado"
        " enviado_el"
        " enviada enviado_em enviada_em fecha data inviato verzonden wysłano wysłane skickat sendt lähetetty"
        " dato elküldve"
        " odesláno gönderildi tarih 发送时间 發送時間 日期 寄件日期 보낸_날짜 날짜 отправлено дата надіслано"
        " data_wysłania"
    ),
    "to": (
        "宛先 送信先 to an à a para aan do till til vastaanottaja címzett komu kime 收件人 收件者 받는_사람"
        " 받는사람 кому"
        " destinataire destinatario"
    ),
    "cc": "cc bcc kopie copie kopia copia kopi 抄送 副本 참조 копия kopio 写し",
    "subject": (
        "件名 題名 subject betreff objet asunto oggetto assunto onderwerp temat ämne emne aihe tárgy předmět"
        " konu 主题 主題"
        " 主旨 제목 тема"
    ),
    "other": (
        "importance priority attachments attachment reply-to 重要度 優先度 添付ファイル 添付 返信先"
        " wichtigkeit anlagen"
        " priorität pièces_jointes importancia bijlagen"
    ),
}
_ROLE = {word.replace("_", " "): role for role, words in _WORDS.items() for word in words.split()}
_FIELD = re.compile(r"^[\s*＊【\[]{0,6}([^\W\d_][^:：】\]*＊\t]{0,30})[】\]*＊\s]{0,4}(?:[:：]|(?<=】))")
_FORM = re.compile(
    r"^\W{0,3}(本文|(お問い?合わ?せ|ご?相談|ご?質問)?の?内容|メッセージ|message|body|nachricht|mensaje"
    r"|messaggio)\s?[】\]]?\s?[:：]",
    re.IGNORECASE,
)
_OF_MAIL = re.compile(
    r"@|\d[:.]\d\d|(送信|受信)日|^[*＊]?(Sent|Gesendet|Envoyé|Enviad|Inviato|Verzonden|Wysłan|Skickat|Sendt|Lähetetty)"
)
_MOST = 14


def length(lines: Sequence[str], start: int) -> int:
    """How many lines the block that begins at `start` takes, or 0 when there is none.

    Sender, date and one field more; a field that no mail program writes makes it a form, which is kept.
    """
    if role(lines[start]) not in ("from", "date") or (start and _FIELD.match(lines[start - 1])):
        return 0
    seen: set[str] = set()
    end = start
    for end in range(start, min(start + _MOST, len(lines))):
        line = lines[end]
        found = _FIELD.match(line)
        known = role(line)
        if known:
            seen.add(known)
        elif found:
            return 0
        elif not line.strip() or not _continues(line):
            break
    else:
        end += 1
    if not {"from", "date"} <= seen or not seen & {"to", "subject"}:
        return 0
    if len(seen) < 4 and not any(_OF_MAIL.search(line) for line in lines[start:end]):
        return 0
    after = next((line for line in lines[end : end + 3] if line.strip()), "")
    return 0 if _FORM.match(after) else end - start


def role(line: str) -> str:
    """Which field of a mail a line is: from, date, to, cc, subject, other; empty for any other line."""
    found = _FIELD.match(line)
    return _ROLE.get(found[1].replace("\u3000", " ").strip().casefold(), "") if found else ""


def _continues(line: str) -> bool:
    """Whether a line goes on with the recipients of the line above."""
    return line[:1] in (" ", "\t") or ("@" in line and len(line) < 400) or line.rstrip().endswith(";")
