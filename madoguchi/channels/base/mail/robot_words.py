"""Words by which programs give themselves away: addresses, subjects and sentences, Japanese and international."""

import re


def _any(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


_KINDS = _any("返信", "応答", "送信", "配信", "回答", "返答", "通知", "レスポンス")
_AWAY = _any("外出", "休暇", "出張", "休業", "休職", "育休", "産休")
_NOTICE = _any("お知らせ", "ご連絡", "連絡", "通知")

ADDRESS = re.compile(
    "^"
    + _any(
        *("mailer-?daemon", "mail-?daemon", "postmaster", "no[-_.]?reply", "do[-_.]?not[-_.]?reply", "bounces?"),
        *("auto(?:matic)?[-_.]?(?:reply|mail|confirm|send|notice)", "autoresponder", "notifications?", "notify"),
        *("mailman", "majordomo", "listserv", "send[-_.]?only", "soushin[-_.]?senyou"),
    )
    + r"(?:[+\-._=].*)?@",
    re.IGNORECASE,
)

SUBJECT = re.compile(
    r"^\s*"
    + _any(
        rf"[\[【（(<＜〔]\s*自動\s*{_KINDS}",
        rf"自動\s*{_KINDS}(?:メール)?\s*(?:[:：\]】）)]|$|re\s*:)",
        rf".{{0,30}}[\[【（(]\s*自動{_KINDS}(?:メール)?\s*[\]】）)]",
        r"(?:返信|応答|送信)専用\s*[:：】]",
        "オートリプライ",
        rf".{{0,20}}不在(?:通知|の{_NOTICE}|です\s*$|にしております|中です)",
        rf".{{0,20}}{_AWAY}中?の{_NOTICE}\s*[\]】）)]?\s*$",
        rf".{{0,20}}{_AWAY}中です",
        r"\[?(?:out[- ]of[- ](?:the )?office|away from (?:the |my )?office)(?!\s*\?)",
        r"\[?automatic (?:reply|response)\b",
        r"\[?auto(?:mated|matic)?[- ]?(?:reply|response|answer|notification)\b",
        r"\[?(?:autoresponder|auto: |on vacation\b|vacation (?:reply|message)\b)",
        r"i am (?:currently )?(?:away|on (?:leave|vacation|holiday))\b",
        *("abwesenheit", "automatische (?:antwort|abwesenheit)", "automatisch antwoord", "afwezig"),
        *("r[ée]ponse automatique", "absence du bureau", "message d.absence", "respuesta autom[áa]tica"),
        *("fuera de (?:la )?oficina", "resposta autom[áa]tica", "risposta automatica", "assente dall.ufficio"),
        *("autosvar", "automatiskt svar", "automaattinen vastaus", "odpowied[źz] automatyczna"),
        *("automatick[áa] odpov[ěe][dď]", "automatikus v[áa]lasz", "otomatik yan[ıi]t", "автоответ"),
        *("автоматический ответ", "αυτόματη απάντηση", "自动(?:回复|答复)", "自動(?:回覆|回復)"),
        *("부재중", "자동 ?(?:회신|응답)"),
    ),
    re.IGNORECASE,
)

SENTENCE = re.compile(
    _any(
        rf"(?:この|本|当)(?:電子)?(?:メール|メッセージ|通知)は.{{0,20}}自動(?:的に|で)?{_any(_KINDS, '生成', '発信')}",
        r"(?:この|本|当)(?:電子)?(?:メール|メッセージ|通知)は.{0,20}(?:送信|配信)専用",
        rf"^[※＊*\s]*自動{_KINDS}(?:メール|されたメール).{{0,20}}$",
        r"^[※＊*\s]*送信専用(?:の)?(?:メール)?(?:アドレス)?.{0,20}$",
        r"送信専用(?:の)?(?:メール)?アドレス(?:から|より|で)",
        r"このメール(?:アドレス)?[にへ](?:は)?(?:直接)?(?:ご)?返信.{0,20}(?:お答え|対応|でき(?:ません|かね))",
        r"this (?:e-?mail|message|mail) (?:was|is|has been) (?:sent |generated )?automatic",
        r"this is an? (?:auto-?|automatic(?:ally)?|automated)[ -]?(?:generated|sent|reply|response|message|e-?mail)",
        r"(?:please )?do not (?:reply|respond) to this (?:e-?mail|message|automated)",
        r"diese (?:e-?mail|nachricht) wurde automatisch",
    ),
    re.IGNORECASE,
)

ANSWER = re.compile(r"^\s*(re|fw|fwd|aw|wg|sv|antw|返信|転送)\s*(\[\d+\])?\s*[:：]", re.IGNORECASE)
