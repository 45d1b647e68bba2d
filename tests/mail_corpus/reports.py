"""Delivery reports in the standard form (RFC 3464): by several servers, for several receivers, whole or cut short."""

from typing import Any

from tests.mail_corpus.case import Case, case
from tests.mail_corpus.writing import Section, in_base64, mail, multipart, part

DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.kawakami.example>"
REPORTING = "Reporting-MTA: dns; mx.kawakami.example\r\nArrival-Date: Sat, 21 Nov 2026 10:00:00 +0900\r\n"
TEXT = "This is the mail system at host mx.kawakami.example."
HEAD = b"Message-ID: <m.7@shop.example>\r\nSubject: =?UTF-8?B?5L+u55CG?=\r\nTo: taro@nowhere.example\r\n"
COPY = part(HEAD + b"\r\nbody", "Content-Type: message/rfc822")
HEADERS_ONLY = part(HEAD, "Content-Type: text/rfc822-headers")


def person(address: str, status: str, action: str = "failed", said: str = "", *more: str) -> str:
    """The fields about one receiver."""
    lines = [f"Final-Recipient: rfc822; {address}", f"Action: {action}", f"Status: {status}"]
    lines += [f"Diagnostic-Code: smtp; {said}"] if said else []
    return "\r\n".join([*lines, *more, ""])


def status(*people: str, kind: str = "message/delivery-status") -> Section:
    """The machine's part."""
    return part("\r\n".join([REPORTING, *people]).encode(), f"Content-Type: {kind}")


def report(name: str, *parts: Section, bounce: dict[str, Any] | None, lines: tuple[str, ...] = (), **more: Any) -> Case:
    """A whole report."""
    body = multipart("report; report-type=delivery-status", part(TEXT), *parts)
    return case(
        name,
        mail(body, DAEMON, "Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied", *lines),
        **{
            "sender": ("Mail Delivery System", "MAILER-DAEMON@mx.kawakami.example"),
            "subject": "Undelivered Mail Returned to Sender",
            "text": {"any": True},
            "reply": {"any": True},
            "attachments": {"any": True},
            "auto_submitted": True,
            "bounce": bounce,
            **more,
        },
    )


def failed(address: str, code: str, permanent: bool, reason: str) -> dict[str, Any]:
    """What must be read of one receiver."""
    return {"recipients": [address], "status": code, "permanent": permanent, "reason": reason}


A = "taro@nowhere.example"
UNKNOWN = "550 5.1.1 <taro@nowhere.example>: User unknown"
CASES = [
    report("unknown user", status(person(A, "5.1.1", said=UNKNOWN)), COPY, bounce=failed(A, "5.1.1", True, UNKNOWN)),
    report(
        "only the head of the original comes back",
        status(person(A, "5.1.1", said=UNKNOWN)),
        HEADERS_ONLY,
        bounce=failed(A, "5.1.1", True, UNKNOWN),
    ),
    report("no original at all", status(person(A, "5.1.1", said=UNKNOWN)), bounce=failed(A, "5.1.1", True, UNKNOWN)),
    report(
        "still being tried",
        status(person(A, "4.4.1", "delayed", "connect to mx.nowhere.example: Connection timed out")),
        HEADERS_ONLY,
        bounce=failed(A, "4.4.1", False, "connect to mx.nowhere.example: Connection timed out"),
    ),
    report(
        "given up after days of trying",
        status(person(A, "4.4.7", "failed", "451 4.4.7 message expired")),
        HEADERS_ONLY,
        bounce=failed(A, "4.4.7", False, "451 4.4.7 message expired"),
    ),
    report(
        "a full mailbox",
        status(person(A, "5.2.2", said="552 5.2.2 mailbox full")),
        COPY,
        bounce=failed(A, "5.2.2", True, "552 5.2.2 mailbox full"),
    ),
    report(
        "refused as spam",
        status(person(A, "5.7.1", said="554 5.7.1 Service unavailable; client blocked")),
        COPY,
        bounce=failed(A, "5.7.1", True, "554 5.7.1 Service unavailable; client blocked"),
    ),
    report(
        "a general status, the exact one in the server's words",
        status(person(A, "5.0.0", said="550 5.1.1 no such user here")),
        COPY,
        bounce=failed(A, "5.1.1", True, "550 5.1.1 no such user here"),
    ),
    report(
        "a general status, the meaning in the server's words",
        status(person(A, "5.0.0", said="550 Unknown user taro@nowhere.example")),
        COPY,
        bounce=failed(A, "5.1.1", True, "550 Unknown user taro@nowhere.example"),
    ),
    report(
        "a folded reason",
        status(
            "Final-Recipient: rfc822; taro@nowhere.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach\r\n"
            "    550 5.1.1 does not exist.\r\n"
        ),
        COPY,
        bounce=failed(
            A, "5.1.1", True, "550-5.1.1 The email account that you tried to reach 550 5.1.1 does not exist."
        ),
    ),
    report(
        "no status and no reason",
        status("Final-Recipient: rfc822; taro@nowhere.example\r\nAction: failed\r\n"),
        COPY,
        bounce=failed(A, "5.0.0", True, ""),
    ),
    report(
        "a status with words behind it",
        status(
            "Final-Recipient: rfc822; taro@nowhere.example\r\nAction: failed (expired)\r\nStatus: 5.1.2 (bad host)\r\n"
        ),
        COPY,
        bounce=failed(A, "5.1.2", True, ""),
    ),
    report(
        "two receivers failed",
        status(person(A, "5.1.1", said=UNKNOWN), person("jiro@nowhere.example", "5.1.1")),
        COPY,
        bounce={"recipients": [A, "jiro@nowhere.example"], "status": "5.1.1", "permanent": True, "reason": UNKNOWN},
    ),
    report(
        "one failed, one arrived",
        status(person("hana@nowhere.example", "2.0.0", "delivered"), person(A, "5.1.1", said=UNKNOWN)),
        COPY,
        bounce=failed(A, "5.1.1", True, UNKNOWN),
    ),
    report(
        "one failed, one is still tried",
        status(person("jiro@nowhere.example", "4.4.1", "delayed"), person(A, "5.1.1", said=UNKNOWN)),
        COPY,
        bounce=failed(A, "5.1.1", True, UNKNOWN),
    ),
    report("everybody got it", status(person(A, "2.1.5", "delivered", "250 ok")), HEADERS_ONLY, bounce=None),
    report("handed on to a server that tells no more", status(person(A, "2.0.0", "relayed")), bounce=None),
    report(
        "an address in UTF-8",
        status(
            "Final-Recipient: utf-8; 太郎@nowhere.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
            kind="message/global-delivery-status",
        ),
        part(HEAD + b"\r\nbody", "Content-Type: message/global"),
        bounce=failed("太郎@nowhere.example", "5.1.1", True, ""),
    ),
    report(
        "the last receiver is a program",
        status(
            "Original-Recipient: rfc822; taro@nowhere.example\r\nFinal-Recipient: rfc822; |/usr/bin/vacation\r\n"
            "Action: failed\r\nStatus: 5.3.0\r\n"
        ),
        COPY,
        bounce=failed(A, "5.3.0", True, ""),
    ),
    report(
        "addresses in brackets and no kind before them",
        status("Final-Recipient: <taro@nowhere.example>\r\nAction: failed\r\nStatus: 5.1.1\r\n"),
        COPY,
        bounce=failed(A, "5.1.1", True, ""),
    ),
    report(
        "field names in capitals, ends of line without CR",
        part(
            b"REPORTING-MTA: dns; x\n\nFINAL-RECIPIENT: RFC822; taro@nowhere.example\nACTION: Failed\nSTATUS: 5.1.1\n",
            "Content-Type: message/delivery-status",
        ),
        COPY,
        bounce=failed(A, "5.1.1", True, ""),
    ),
    report(
        "the machine's part in base64",
        part(
            in_base64(f"{REPORTING}\r\n{person(A, '5.1.1')}".encode()),
            "Content-Type: message/delivery-status",
            "Content-Transfer-Encoding: base64",
        ),
        COPY,
        bounce=failed(A, "5.1.1", True, ""),
    ),
    report(
        "the same receiver twice",
        status(person(A, "5.1.1", said=UNKNOWN), person(A, "5.1.1", said=UNKNOWN)),
        COPY,
        bounce=failed(A, "5.1.1", True, UNKNOWN),
    ),
    report(
        "a report as mixed parts",
        status(person(A, "5.1.1", said=UNKNOWN)),
        COPY,
        bounce=failed(A, "5.1.1", True, UNKNOWN),
        lines=('Content-Type: multipart/mixed; boundary="=_b1"',),
    ),
    case(
        "a colleague passes a report on as a file",
        mail(
            multipart("mixed", part("これが戻ってきました。"), status(person(A, "5.1.1", said=UNKNOWN))),
            "Subject: FW: bounce",
        ),
        subject="FW: bounce",
        text="これが戻ってきました。",
        attachments={"any": True},
    ),
]
