"""Mail that came back with free words instead of a report: qmail, Exchange, web mail, Japanese carriers."""

import re
from dataclasses import dataclass

from madoguchi.channels.base.mail import addresses
from madoguchi.channels.base.mail import headers as fields
from madoguchi.channels.base.mail.headers import Headers
from madoguchi.channels.base.mail.meanings import meaning
from madoguchi.kernel.plain.messages import Address

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])[ \-]")
_DAEMON = re.compile(
    r"^(mailer-?daemon|postmaster|mail-?daemon|mdaemon|microsoftexchange\w*)([+\-._].*)?@", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"undeliver|non[- ]?remis|returned mail|delivery (status|failure|has failed|notification|report|delayed)|"
    r"mail delivery (failed|system|error)|failure notice|failed mail|mail system error|message delivery failure|"
    r"delivery incomplete|user unknown|could not be delivered|could not send message|delayed|"
    r"配信(不能|不可|エラー|できません|の?(遅延|失敗)|されませんでした)|送信(できません|エラー|失敗)|"
    r"送達(不能|できません)|"
    r"宛先不明|不達|届(きません|けられません)でした|メールを?(配信|お届け|送信)できません|未配信|"
    r"unzustellbar|nicht zugestellt|no se pudo entregar|échec de (la )?remise",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^[ \t]*+(?:(?:To|宛先|送信先|受信者|Recipient|Address)[ \t]*[:：][ \t]*+)?[<＜「]{0,2}+"
    r"([^<>\s@:：「」]{1,64}@[A-Za-z0-9.-]{3,200}\.[A-Za-z]{2,20})[>＞」]{0,2}+[ \t]*+[:：]?[ "
    r"\t]*+(?:\(.{0,80}\)[ \t]*+|on[ \t]\d.{0,40})?$",
    re.MULTILINE,
)
_BRACKETED = re.compile(r"<{1,2}([^<>\s@]{1,64}@[^<>\s]{1,200})>")
_NAMED = re.compile(
    r"(?:to|recipient|address|account|user|mailbox|宛先|受信者|メールアドレス)[^\n@]{0,60}?[\s<\"'「(:：]"
    r"([\w.+-]{1,64}@[A-Za-z0-9.-]{3,200}\.[A-Za-z]{2,20})",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"^(-{3,}.{0,60}(copy of|original|below this line|元の|転送|message header).{0,60}|"
    r"\s*(original message follows|元のメッセージ)[:：]?\s*)$",
    re.MULTILINE | re.IGNORECASE,
)
_ONLY_CODE = re.compile(r"<[^<>]{0,200}>|#?[245]\.\d{1,3}\.\d{1,3}")
_DELAYED = re.compile(
    r"delayed|not yet been delivered|will (keep|continue) trying|still trying|retrying|queued for|"
    r"warning message only|do not need to resend|遅延|再送(を)?(続け|します|を試み)|引き続き(配信|送信)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a free report says."""

    recipients: tuple[str, ...]
    status: str
    reason: str
    gave_up: bool


def read(
    headers: Headers, *, sender: Address | None, subject: str, text: str, mail_from: str | None
) -> Returned | None:
    """What a mail says that no standard report says, or None when it is no returned mail."""
    listed = headers.raw("x-failed-recipients")
    if not listed and not _looks_returned(headers, sender, subject, mail_from):
        return None
    head = text[:20_000]
    copy = _COPY.search(head)
    head = head[: copy.start()] if copy and copy.start() else head
    reason = telling_line(head)
    exact, meant = STATUS.search(head), meaning(reason) or meaning(head)
    delayed = bool(_DELAYED.search(subject) or _DELAYED.search(head[:3000])) and kind_of(head) != "5"
    kind = "4" if delayed else kind_of(head) or (meant[:1] if meant else "5")
    status = exact.group() if exact else f"{kind}.{meant.split('.', 1)[1]}" if meant else f"{kind}.0.0"
    return Returned(_recipients(listed, head), status, reason, not delayed)


def from_robot(headers: Headers, sender: Address | None, mail_from: str | None) -> bool:
    """Whether a mail system wrote it: by its address, or by the null path."""
    null_path = mail_from == "" or headers.raw("return-path").strip() == "<>"
    return null_path or (sender is not None and bool(_DAEMON.match(sender.address)))


def telling(subject: str) -> bool:
    """Whether a subject speaks of a mail that did not arrive."""
    return bool(_SUBJECT.search(subject))


def telling_line(text: str) -> str:
    """The line of a text that says why: with a code, else with words that mean something; on one line."""
    lines = [line.strip() for line in text[:20_000].split("\n") if line.strip()]
    coded = next((place for place, line in enumerate(lines) if STATUS.search(line) or _CODE.search(line)), None)
    if coded is None:
        found = next((line for line in lines if meaning(line[:500])), "")
    elif coded and _ONLY_CODE.fullmatch(lines[coded]):
        found = f"{lines[coded - 1]} {lines[coded]}"
    else:
        found = lines[coded]
    return fields.one_line(found.lstrip("-*>#・ "))[:500]


def kind_of(words: str) -> str:
    """ "5" or "4" by the first code in some words, or empty."""
    exact = STATUS.search(words)
    if exact is not None and exact.group(1) != "2":
        return exact.group(1)
    code = _CODE.search(words)
    return code.group(1) if code else ""


def _looks_returned(headers: Headers, sender: Address | None, subject: str, mail_from: str | None) -> bool:
    from_daemon = sender is not None and bool(_DAEMON.match(sender.address))
    null_path = mail_from == "" or headers.raw("return-path").strip() == "<>"
    if headers.raw("auto-submitted").lower().startswith("auto-replied") and not from_daemon:
        return False
    return (from_daemon and (telling(subject) or null_path)) or (null_path and telling(subject))


def _recipients(listed: str, head: str) -> tuple[str, ...]:
    found = [person.address for person in addresses.parse(listed)]
    found = found or _LINE.findall(head)[:5] or _BRACKETED.findall(head)[:1] or _NAMED.findall(head)[:1]
    return tuple(dict.fromkeys(addresses.clean(address) for address in found if addresses.clean(address)))
