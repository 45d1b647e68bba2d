"""Mail: in by SMTP, pipe or IMAP, out by SMTP."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from madoguchi.channels.base.adapter import Adapter, Can, Fetched, Ledger, Step
from madoguchi.channels.base.errors import ChannelError, PermanentFailure, Unreadable
from madoguchi.channels.base.mail import imap, reading, smtp, texts, writing
from madoguchi.channels.base.settings_form import setting
from madoguchi.channels.base.words import Words
from madoguchi.kernel.plain.messages import InboundMessage, OutboundMessage, Sent

IN = Words("Receiving", "受信")
OUT = Words("Sending", "送信")
TODAY = "today"
SECURITY = (
    ("tls", Words("TLS (usual)", "TLS（通常）")),
    ("starttls", Words("STARTTLS", "STARTTLS")),
    ("none", Words("None (only inside your own network)", "なし（社内ネットワークのみ）")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """What the set-up form asks for."""

    way_in: str = setting(
        Words("How mail comes in", "受信方法"),
        help=Words(
            "Fetch it from a mailbox, or let your mail server hand it over (SMTP or pipe).",
            "メールボックスから取りに行くか、メールサーバーから渡してもらいます（SMTP・パイプ）。",
        ),
        default="imap",
        choices=(
            ("imap", Words("Fetch from a mailbox (IMAP)", "メールボックスから取得（IMAP）")),
            ("door", Words("Handed over by a mail server", "メールサーバーから受け取る")),
        ),
        group=IN,
    )
    imap_host: str = setting(Words("IMAP server", "IMAPサーバー"), group=IN)
    imap_port: int = setting(Words("IMAP port", "IMAPポート"), default=993, group=IN)
    imap_security: str = setting(Words("Encryption", "暗号化"), default="tls", choices=SECURITY, group=IN)
    imap_user: str = setting(Words("User name", "ユーザー名"), group=IN)
    imap_password: str = setting(
        Words("Password", "パスワード"),
        help=Words("Often an app password made for this purpose.", "多くの場合、専用に作成したアプリパスワードです。"),
        secret=True,
        group=IN,
    )
    imap_folder: str = setting(Words("Folder", "フォルダー"), default="INBOX", group=IN)
    afterwards: str = setting(
        Words("After fetching", "取得後の扱い"),
        default="seen",
        choices=(
            ("seen", Words("Mark as read", "既読にする")),
            ("move", Words("Move to a folder", "フォルダーへ移動する")),
            ("delete", Words("Delete from the server", "サーバーから削除する")),
            ("leave", Words("Leave as it is", "そのままにする")),
        ),
        group=IN,
    )
    move_to: str = setting(Words("Folder to move to", "移動先フォルダー"), default="Madoguchi", group=IN)
    since: str = setting(
        Words("Fetch mail from this day on", "この日以降のメールを取得"),
        help=Words(
            "Year-month-day, e.g. 2026-04-01, or “today”. Empty: everything in the folder.",
            "例：2026-04-01。todayは今日から。空欄ならフォルダー内のすべて。",
        ),
        default=TODAY,
        group=IN,
    )
    aliases: str = setting(
        Words("Further addresses", "その他の宛先アドレス"),
        help=Words("Separated by commas.", "カンマで区切ります。"),
        group=IN,
    )
    trusted_servers: str = setting(
        Words("Own mail servers", "自社のメールサーバー名"),
        help=Words(
            "Names in Authentication-Results whose verdicts are believed, separated by commas.",
            "Authentication-Resultsの判定を信用するサーバー名。カンマで区切ります。",
        ),
        group=IN,
    )
    way_out: str = setting(
        Words("How mail goes out", "送信方法"),
        default="smtp",
        choices=(
            ("smtp", Words("Through an SMTP server", "SMTPサーバーから送信")),
            ("none", Words("Not at all: receive only", "送信しない（受信専用）")),
        ),
        group=OUT,
    )
    smtp_host: str = setting(Words("SMTP server", "SMTPサーバー"), group=OUT)
    smtp_port: int = setting(Words("SMTP port", "SMTPポート"), default=465, group=OUT)
    smtp_security: str = setting(Words("Encryption", "暗号化"), default="tls", choices=SECURITY, group=OUT)
    smtp_user: str = setting(Words("User name", "ユーザー名"), group=OUT)
    smtp_password: str = setting(Words("Password", "パスワード"), secret=True, group=OUT)


class Mail(Adapter):
    """One mail address with its mailbox and its way out."""

    kind = "mail"
    label = Words("Mail", "メール")
    can = frozenset({Can.RECEIVE, Can.FETCH, Can.SEND, Can.FILES, Can.HTML, Can.SUBJECT})
    Settings = MailSettings
    texts = texts.MAIL
    settings: MailSettings

    @classmethod
    def complete(cls, values: dict[str, Any]) -> dict[str, Any]:
        """`today` becomes the day itself, a day earlier for servers in another time zone."""
        yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
        return {**values, "since": yesterday} if values.get("since") == TODAY else values

    def parse(self, raw: bytes, envelope: Mapping[str, Any]) -> InboundMessage:
        """One RFC 5322 message. Without a Message-ID its bytes give it one."""
        mail = reading.read(raw, mail_from=envelope.get("mail_from"), trusted=_names(self.settings.trusted_servers))
        if mail.sender is None:
            raise Unreadable("no_sender")
        return InboundMessage(
            external_id=mail.message_id or f"{hashlib.sha256(raw).hexdigest()[:32]}@no-message-id.invalid",
            sender=mail.sender,
            subject=mail.subject,
            text=mail.text,
            reply=mail.reply,
            html=mail.html,
            to=mail.to,
            cc=mail.cc,
            reply_to=mail.reply_to,
            date=mail.date,
            thread_ids=mail.thread_ids,
            files=mail.files,
            auto_submitted=mail.auto_submitted,
            bounce=mail.bounce,
            read_receipt=mail.read_receipt,
            verdicts=mail.verdicts,
            language=mail.language,
            warnings=mail.warnings,
        )

    def fetch(self, ledger: Ledger) -> Iterator[Fetched]:
        """New mail of the folder, oldest first."""
        if self.settings.way_in != "imap" or not self.settings.imap_host:
            return iter(())
        return imap.fetch(self._folder(), ledger)

    def send(self, message: OutboundMessage) -> Sent:
        """Hands the mail to the SMTP server, to all recipients or to none."""
        if self.settings.way_out != "smtp":
            raise PermanentFailure("cannot_send")
        if not self.settings.smtp_host:
            raise PermanentFailure("no_smtp_host")
        recipients = writing.recipients(message)
        if not recipients:
            raise PermanentFailure("no_recipient")
        content = writing.write(message, date=message.date or datetime.now(UTC))
        sender = writing.wire_address(message.sender.address)
        said = smtp.deliver(self._server(), sender=sender, recipients=recipients, content=content)
        return Sent(message.external_id, said)

    def check(self) -> list[Step]:
        """Signs in to both servers without sending or fetching anything."""
        steps = []
        if self.settings.way_in == "imap":
            steps.append(self._check_imap())
        if self.settings.way_out == "smtp":
            steps.append(self._check_smtp())
        return steps

    def _check_imap(self) -> Step:
        if not self.settings.imap_host:
            return Step(IN, False, "no_imap_host")
        try:
            client = imap.connect(self._folder())
            found = imap.folders(client)
            client.logout()
        except ChannelError as problem:
            return Step(IN, False, problem.code, problem.detail)
        except Exception as problem:
            return Step(IN, False, "imap_broken", str(problem))
        if self.settings.imap_folder.upper() != "INBOX" and self.settings.imap_folder not in found:
            return Step(IN, False, "imap_folder", ", ".join(found)[:200])
        return Step(IN, True, "ok")

    def _check_smtp(self) -> Step:
        if not self.settings.smtp_host:
            return Step(OUT, False, "no_smtp_host")
        try:
            smtp.connect(self._server()).quit()
        except ChannelError as problem:
            return Step(OUT, False, problem.code, problem.detail)
        except Exception as problem:
            return Step(OUT, False, "smtp_broken", str(problem))
        return Step(OUT, True, "ok")

    def _folder(self) -> imap.ImapFolder:
        chosen = self.settings
        return imap.ImapFolder(
            host=chosen.imap_host,
            port=chosen.imap_port,
            security=chosen.imap_security,
            user=chosen.imap_user,
            password=chosen.imap_password,
            folder=chosen.imap_folder or "INBOX",
            afterwards=chosen.afterwards,
            move_to=chosen.move_to,
            since=_day(chosen.since),
        )

    def _server(self) -> smtp.SmtpServer:
        chosen = self.settings
        return smtp.SmtpServer(
            chosen.smtp_host, chosen.smtp_port, chosen.smtp_security, chosen.smtp_user, chosen.smtp_password
        )


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
