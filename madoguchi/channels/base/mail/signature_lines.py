"""What single lines of a signature look like, in many languages. Every pattern is linear in its line."""

import re

from madoguchi.channels.base.mail import quote_heads as heads

_LONGEST = 120
_PROGRAM = re.compile(
    r"^(Sent (from|with|via|using) (my|mail for|outlook|yahoo|proton|spark|samsung|galaxy|aol|windows|gmx|k-9"
    r"|mailbird|tutanota|tuta"
    r"|superhuman|hey|bluemail|nine|canary|edison|airmail|thunderbird|the new outlook|(a |an )?mobile|android"
    r"|iphone|ipad|xperia).{0,80}"
    r"|Get Outlook for .{0,60}|Get BlueMail.{0,60}|Sent with .{0,20}secure e?-?mail.{0,20}"
    r"|(Von|Vom) mein.{0,40} gesendet.{0,4}|(Gesendet|Diese Nachricht wurde) (von|mit|vom) .{1,60}"
    r"|Outlook für .{2,20} (beziehen|herunterladen).{0,40}"
    r"|Envoyé (de|depuis|à partir|avec) .{1,60}|Télécharger Outlook pour .{0,40}|Enviado (desde|do meu|de mi"
    r"|pelo|a partir) .{1,60}"
    r"|Obtener Outlook para .{0,40}|Obter o Outlook para .{0,40}|Inviato (da|dal|con) .{1,60}"
    r"|Scarica Outlook per .{0,40}"
    r"|(Verzonden|Verstuurd) (vanaf|met|van|via) .{1,60}|Outlook voor .{2,20} downloaden.{0,40}"
    r"|Skickat från .{1,60}|Skaffa Outlook för .{0,40}"
    r"|Sendt fra .{1,60}|Hent Outlook til .{0,40}|Lähetetty .{1,40}(sta|stä)|Wysłan[eo] z .{1,60}"
    r"|Odesláno z .{1,60}|Отправлено (с|из) .{1,60}"
    r"|.{0,20}['’]umdan gönderildi|发自我的.{1,30}|發自我的.{1,30}|從我的.{1,30}傳送|发送自.{1,30}"
    r"|나의 .{1,30}에서 보냄|.{1,30}에서 보냄"
    r"|Outlook for .{2,20} ?を入手(する)?.{0,40}|.{2,12} ?版 Outlook を入手(する)?.{0,40}"
    r"|.{1,40}から送信(しています|されました)?。?"
    r"|.{0,20}(Proton|Spark|Gmail|Outlook|Thunderbird).{0,20}で送信(されました)?。?)$",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s?[<(]https?://[^<>()\s]{1,200}[>)]")
_INSIDE = re.compile(r"^([^\w\s]{3,})\s?[^\s].{0,40}?\s?[^\w\s]{2,}$")
_EXCLAIM = frozenset("!?！？。、,.，．…・ ")
_LETTERLIKE = frozenset("ーo〇x")
_TELLS = re.compile(
    r"(\bT|\bM|\bF|\bTEL|\bTél|\bTelefon|\bPhone|\bMobile?|\bFAX|電話|携帯|直通|ファクス|〒|\bE-?mail|\bMail"
    r"|メール|\bURL|\bHP|\bWeb|手机|电话|전화)\s?[:：.．/]"
    r"|\bTEL\b|〒\s?\d|\S@\S|https?://|\bwww\.|株式会社|有限会社|合同会社|（株）|\(株\)|㈱|\bGmbH\b|\bLtd\b"
    r"|\bInc\b|\bS\.?A\.?S?\b|\bB\.?V\.|\bSp\. z"
    r"|\+\d{1,3}[ (]\d|(?<![\w‐–-])\(?0\d{1,4}\)?[-‐–—－ (]\d{1,4}[-‐–—－) ]\d{3,4}|\d{5} [A-ZÄÖÜ][a-zäöü]"
    r"|mailing list",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(本|この|当)(電子)?(メール|メッセージ|e-?mail).{0,60}(機密|秘密情報|秘匿|名宛人|宛先に指定|宛先の方のみ"
    r"|意図(した|された)|受信者のみ)"
    r"|誤って.{0,20}(受信|受領|受け取|送信)[^。]{0,6}(場合|際)|ウイルス(スキャン|チェック|に感染していない)"
    r"|アンチウイルス"
    r"|this (e-?mail|message|communication|transmission).{0,120}(confidential|privileged|intended (solely"
    r"|only)|legally protected)"
    r"|not the (intended|named) (recipient|addressee)|received this (e-?mail|message|communication) in error"
    r"|checked for virus|virus[- ]?free|scanned (by|for)|before printing|think before you print"
    r"|diese (e-?mail|nachricht).{0,120}(vertraulich|rechtlich geschützt)|auf viren (geprüft|untersucht)|virenfrei"
    r"|ce (message|courriel|courrier|mail).{0,120}confidentiel|(avant d['’]imprimer|sans virus)"
    r"|este (mensaje|correo|e-?mail).{0,120}(confidencial|privilegiad)|est[ae] (mensagem"
    r"|e-?mail).{0,120}confidenci|antes de imprimir"
    r"|(questo messaggio|questa e-?mail|il presente messaggio).{0,120}(riservat|confidenzial)|dit (bericht"
    r"|e-?mail).{0,120}(vertrouwelijk|bestemd)"
    r"|(detta meddelande|detta e-?post).{0,120}konfidentiell|ta wiadomość.{0,120}poufn|(это сообщение"
    r"|данное сообщение).{0,120}конфиденциальн"
    r"|本(邮件|郵件).{0,60}(保密|机密|機密)|본 (메일|이메일|전자우편).{0,60}(기밀|비밀)",
    re.IGNORECASE,
)
_NOTICE_WORDS = (
    *(
        "メール",
        "メッセージ",
        "ウイルス",
        "mail",
        "message",
        "communication",
        "transmission",
        "virus",
        "scanned",
        "print",
    ),
    *("nachricht", "viren", "courriel", "courrier", "mensaje", "correo", "imprimi", "mensagem", "messaggio", "bericht"),
    *("meddelande", "wiadomość", "сообщение", "邮件", "郵件", "메일"),
)
_CLOSING_JA = re.compile(
    r"(よろしく|宜しく).{0,16}(ます|です|致し|願)|失礼(いた|致)?します|^以上(です|、|。|$)|^(敬具|草々|拝具"
    r"|謹白)|ありがとうございま|お待ち(して|申し)"
    r"|取り急ぎ|(お願い|おねがい|お願)(いた|致|申し上げ|し)ます|(ご確認|ご検討|ご査収|ご連絡|ご教示|ご返信"
    r"|ご対応).{0,14}(ください|下さい|ませ|幸い)|今後とも"
)
_CLOSING = re.compile(
    r"^(((best|kind|warm|many|with kind|with best)( and warm)? )?(regards|wishes)|sincerely( yours)?"
    r"|yours (sincerely|faithfully|truly)|best|thanks"
    r"|many thanks|thank you|thanks and regards|cheers|(mit )?(freundlichen?|besten|herzlichen?|viele[n]?"
    r"|liebe) (gr(ü|ue)(ß|ss)en?)|(bien )?cordialement"
    r"|bien à vous|salutations distinguées|(un )?(cordial )?saludos?|atentamente|(cordiali|distinti) saluti"
    r"|atenciosamente|att|abraços|cumprimentos"
    r"|met vriendelijke groet(en)?|groeten|(med )?vänlig(a)? hälsning(ar)?|(med )?venlig hilsen"
    r"|(med )?vennlig hilsen|mvh|ystävällisin terveisin|pozdrawiam"
    r"|z poważaniem|s pozdravem|с уважением|此致|祝好|顺祝商祺|감사합니다|saygılarımla)\s?[,.!，。]?$",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"^\w+[,;]? (?:\S+ ){2,}\S*[a-zà-ÿ]{3,}\.$")
_ANNOUNCES = re.compile(
    r"(以下|下記|次|左記|こちら)(の|に|が|は|へ|です|まで|で).{0,24}$|(住所|連絡先|送り先|届け先|配送先|宛先|宛名"
    r"|口座)(は|が|です|を|の変更.{0,16}|を変更.{0,16})?[、。]?$"
    r"|(address|following|below|details|contact)\b.{0,30}:$"
)


def is_program_line(line: str) -> bool:
    """Whether a line was added by a mail program or telephone (`Sent from my iPhone`)."""
    stripped = line.strip()
    if not 3 < len(stripped) <= 300:
        return False
    stripped = _LINK.sub("", stripped).strip()
    return len(stripped) <= _LONGEST and bool(_PROGRAM.match(stripped))


def is_rule(line: str) -> bool:
    """Whether a line is ruled: a row of signs, with a name inside or without."""
    stripped = line.strip()
    if is_bare_rule(stripped):
        return True
    if len(stripped) > _LONGEST or not _INSIDE.match(stripped) or not _row(stripped[:3]):
        return False
    return not heads.is_forward(stripped) and not heads.is_separator(stripped)


def is_bare_rule(line: str) -> bool:
    """Whether a line is a row of at least three signs and nothing else."""
    return _row(line.strip())


def _row(text: str) -> bool:
    if not 3 <= len(text) <= _LONGEST or text[0] in ">＞" or _lettered(text[2]) or len(set(text)) > 8:
        return False
    return not any(_lettered(char) for char in text) and not set(text) <= _EXCLAIM


def _lettered(char: str) -> bool:
    return char.isalnum() and char not in _LETTERLIKE


def tells(line: str) -> bool:
    """Whether a line tells how to reach somebody: a number, an address, a company."""
    return bool(_TELLS.search(line[:_LONGEST]))


def is_sentence(line: str) -> bool:
    """Whether a line is speech and not a card."""
    stripped = line.strip()
    if stripped[-1:] in ("。", "？", "！", "?", "!") or stripped.endswith(("です", "ます", "ください")):
        return True
    return len(stripped) <= _LONGEST and bool(_SPEECH.match(stripped))


def is_address(line: str) -> bool:
    """Whether a line is a postal address; a card begins with a company or a name, an answer with the address."""
    return line.strip()[:1] == "〒" or line.strip().startswith(("住所", "ご住所"))


def is_notice(text: str) -> bool:
    """Whether a paragraph is a notice that companies and scanners add below every mail."""
    beginning = text[:1200].casefold()
    return any(word in beginning for word in _NOTICE_WORDS) and bool(_NOTICE.search(beginning))


def closes_in_japanese(line: str) -> bool:
    """Whether a line holds the closing words of a Japanese mail."""
    return len(line) <= _LONGEST and bool(_CLOSING_JA.search(line))


def closes_elsewhere(line: str) -> bool:
    """Whether a line is the closing words of a mail in another language."""
    return len(line) <= 60 and bool(_CLOSING.match(line.strip()))


def announces(line: str) -> bool:
    """Whether a line says that what follows is the answer itself (新しい住所は次の通りです)."""
    return line.rstrip()[-1:] in (":", "：") or bool(_ANNOUNCES.search(line.strip()[-40:]))
