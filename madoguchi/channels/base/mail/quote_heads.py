"""The lines that mail programs put above a quoted mail, in many languages. Every pattern is linear in its line."""

import re

LONGEST = 400
_ADDRESS = re.compile(r"[<(\[＜][^<>()\s]{1,120}@[^<>()\s]{1,120}[>)\]＞]|\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,80}")
_TIME = re.compile(r"\d{1,2}\s?[:.時hH시点點]\s?\d{2}")
_DATE = re.compile(
    r"(19|20)\d\d|\d{1,4}[/.\-]\s?\d{1,2}[/.\-]\s?\d{1,4}|\d{1,2}\.? (?!\d)[^\W\d]{3,12}\.?,? \d{4}"
    r"|\d{1,2}月\d{1,2}日"
)
_VERBS = re.compile(
    r"\b(wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|skrifaði|kirjoitti|ezt írta|a scris"
    r"|napisał\(?a?\)?|pisze|napsala?\(?a?\)?|napísala?|написала?|пишет|пише|написав|yazdı|đã viết|menulis"
    r"|έγραψε|писа)"
    r"|(さん|様|氏)?(が|は).{0,40}書(きました|いた)|のメール\s?[:：]$|からのメッセージ|の書き込み|いわく|曰く"
    r"|より\s?[:：]$|写道|寫道|写了|님이 작성|님이 쓴 글"
)
_NAMED = re.compile(
    r"^.{1,80}(さん|様|氏|殿)(より|から|は、?書きました)?(の(ご)?(連絡|返信|メール|メッセージ|書き込み))?\s?[:：]$"
)
_STARTS = re.compile(
    r"^[\W_]{0,3}(On|At|Am|Den|Le|El|Il|Em|Op|W dniu|Dnia|Dne|În|Vào|Pada|Στις|在|于|於|\d{2,4}\s?[年년/.\-])"
    r"|[@＠<]|\d[:.時]\d\d"
)
_BEGINS = re.compile(
    r"^[\W_]{0,3}((On|At|Am|Den|Le|El|Il|Em|Op|W dniu|Dnia|Dne|În|Vào|Pada|Στις|在|于|於)\b.{0,24}\d|\d"
    r"|.{2,5}[.,] \d)"
)
_NAMED_BEFORE = re.compile("(さん|様|氏)(は|が)")
_AT_END = re.compile(r"@[^<>()\s]{1,120}[>)\]＞]?[>)]?\s?[:：]$")
_SPOKEN = re.compile(r"について|に関して|\b(je|j['’]ai|ich|wir|nous|vous) ", re.IGNORECASE)
_DASHES = r"[-_=*~ー－—–―─━]{2,40}"
_SEPARATOR = re.compile(
    rf"^{_DASHES}\s{{0,2}}(元の(メッセージ|メール)|オリジナル(メッセージ|メール)|返信元(メッセージ|メール)"
    rf"|引用(元)?メッセージ|Original[ -]?(Message|E?-?mail|Nachricht|bericht)"
    r"|Ursprüngliche (Nachricht|Mail|E-Mail)|Message d['’]origine|Mensaje original|Messaggio originale"
    r"|Mensagem original"
    r"|Oorspronkelijk bericht|Ursprungligt meddelande|Oprindelig meddelelse|Oryginalna wiadomość|Wiadomość oryginalna"
    r"|Исходное сообщение|Původní (zpráva|e-mail)|原始邮件|原始郵件|원본 ?(메일|메시지)|Reply Message)"
    rf"\s{{0,2}}[-_=*~ー－—–―─━:]{{1,40}}$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    rf"^{_DASHES}\s?(Forwarded (message|by)|転送(された)?(メッセージ|メール)|Weitergeleitete Nachricht"
    rf"|Message transféré"
    r"|Mensaje reenviado|Messaggio inoltrato|Mensagem encaminhada|Doorgestuurd bericht|Vidarebefordrat|Пересылаемое"
    r"|Przekazana wiadomość|转发的邮件|轉寄郵件|전달된 메시지)"
    r"|^(Begin forwarded message|転送されたメッセージ|転送開始|Anfang der weitergeleiteten"
    r"|Début du message (réexpédié|transféré)"
    r"|Inicio del mensaje reenviado|Inizio messaggio inoltrato)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"^(\W{1,12}|)(please )?(reply|type|respond|write|enter)( your)?.{0,20} above this line|^\W.{0,40}この(行"
    r"|線|ライン)(より"
    r"|の)?.{0,3}上に.{0,20}(返信|入力|記入)"
    r"|^\W.{0,20}返信.{0,20}この(行|線)の?(より)?上|^\W.{0,80}(oberhalb dieser (Zeile|Linie)"
    r"|au-dessus de cette ligne|encima de esta línea"
    r"|boven deze (regel|lijn)|sopra questa (riga|linea)|acima desta linha)",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\s*(\[[^\]]{1,40}\]\s*)?(FWD?|WG|TR|RV|ENC|VS|VB|PD|転送|转发|轉寄|전달)\s?[:：]", re.IGNORECASE
)
_ABOVE_WORDS = re.compile("[Ll]ine|LINE|この|diese|cette|esta|deze|questa")
_SIGNS = re.compile("[:：>＞@<】]|[Ll]ine|LINE|この|diese|cette|esta|deze|questa")
_RULED = frozenset("-_=*~ー－—–―─━")
_FORWARD_LETTERS = frozenset("BbAaDdIi転")
_ZOHO = re.compile(
    r"^-{3,6} ?.{4,250}(wrote|さんは書きました|schrieb|a écrit|escribió|ha scritto|escreveu|schreef) ?-{3,6}$"
)
_POINTING = re.compile(
    r"(この|その|以下の|下記の|次の|こんな|上記の)(ような)?(内容の|件名の)?(メール|メッセージ|文面|通知|エラー"
    r"|表示|警告|返信)[^。]{0,16}(届|来|き|表示|出|受|貼|転載|引用|送られ)"
    r"|(following|this|below|these) (e-?mail|message|text|error|notice|lines?)\b|(received|got) (this"
    r"|the following|the below)"
    r"|folgende[nrs]? (E-?Mail|Nachricht|Meldung|Fehler)|(mail|message) suivante?|siguiente (correo|mensaje|error)",
    re.IGNORECASE,
)


def is_plain(line: str) -> bool:
    """Whether a line can be none of all these: a quick look that spares ordinary lines the others."""
    return line[:1] not in _RULED and line[:1] not in _FORWARD_LETTERS and _SIGNS.search(line) is None


def is_head(line: str) -> bool:
    """Whether a line surely introduces a quoted mail: who and when, or when and a word for writing, then a colon."""
    if len(line) > LONGEST:
        return False
    if line[-1:] not in (":", "："):
        return line[-1:] == "-" and bool(_ZOHO.match(line))
    if not (_DATE.search(line) and _TIME.search(line)) or _SPOKEN.search(line):
        return False
    if "@" in line and _ADDRESS.search(line):
        return bool(_AT_END.search(line) or _VERBS.search(line))
    return bool(_VERBS.search(line)) and bool(_BEGINS.match(line) or _NAMED_BEFORE.search(line))


def is_weak_head(line: str) -> bool:
    """Whether a line introduces a quote if quoted lines follow it at once."""
    if len(line) > LONGEST:
        return False
    if line[-1:] in (":", "："):
        return bool(_VERBS.search(line) or _NAMED.match(line) or (_DATE.search(line) and _TIME.search(line)))
    return line[-1:] in (">", "＞", ")") and bool(_DATE.search(line) and _ADDRESS.search(line))


def may_start_head(line: str) -> bool:
    """Whether a line may be the first of a head that was wrapped."""
    return bool(_STARTS.search(line))


def is_separator(line: str) -> bool:
    """Whether a line is a mark such as -----Original Message-----, or asks to write above itself."""
    if line[:1] in _RULED and _SEPARATOR.match(line):
        return True
    return len(line) <= 160 and bool(_ABOVE_WORDS.search(line) and _ABOVE.search(line))


def is_forward(line: str) -> bool:
    """Whether a line introduces a forwarded mail, which the writer wants to be read."""
    return (line[:1] in _RULED or line[:1] in _FORWARD_LETTERS) and bool(_FORWARD.match(line))


def is_forwarded(subject: str) -> bool:
    """Whether a subject says that the mail hands another one on (FW: and its like in other languages)."""
    return bool(_FORWARDED.match(subject))


def is_pointing(line: str) -> bool:
    """Whether a line points to something pasted below it (このようなメールが届きました)."""
    return bool(_POINTING.search(line[:LONGEST]))
