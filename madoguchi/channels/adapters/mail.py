"""Mail: in by SMTP, LMTP, pipe, upload, IMAP or POP3, out by SMTP."""

import csv
import hashlib
import poplib
import smtplib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from madoguchi.channels.base.adapter import Adapter, Can, Ledger, News, Step, Survey
from madoguchi.channels.base.errors import PermanentFailure, Unreadable
from madoguchi.channels.base.mail import (
    imap,
    imap_folder,
    pop3,
    reading,
    sending,
    smtp,
    texts,
    trying,
    trying_sign_in,
    trying_texts,
    verdict_texts,
    verdicts,
)
from madoguchi.channels.base.mail.imap_idle import ListeningClient
from madoguchi.channels.base.mail.settings import IN, OUT, TODAY, MailSettings
from madoguchi.channels.base.mail.size import largest_mail
from madoguchi.channels.base.words import Words
from madoguchi.kernel.plain.messages import InboundMessage, OutboundMessage, Sent

C = TypeVar("C")


class Mail(Adapter):
    """One mail address with its mailbox and its way out."""

    kind = "mail"
    label = Words("Mail", "メール")
    can = frozenset({Can.RECEIVE, Can.FETCH, Can.SEND, Can.FILES, Can.HTML, Can.SUBJECT})
    Settings = MailSettings
    texts = {**texts.MAIL, **trying_texts.TRYING, **verdict_texts.VERDICTS}
    settings: MailSettings

    @classmethod
    def complete(cls, values: dict[str, Any]) -> dict[str, Any]:
        """`today` becomes the day itself, a day earlier for servers in another time zone."""
        yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
        return {**values, "since": yesterday} if values.get("since") == TODAY else values

    def parse(self, raw: bytes, envelope: Mapping[str, Any]) -> InboundMessage:
        """One RFC 5322 message. Without a Message-ID its bytes give it one."""
        mail = reading.read(raw, mail_from=envelope.get("mail_from"), trust=self._trust())
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
            in_reply_to=mail.in_reply_to,
            thread_index=mail.thread_index,
            received_for=_received_for(envelope),
            files=mail.files,
            auto_submitted=mail.auto_submitted,
            bounce=mail.bounce,
            read_receipt=mail.read_receipt,
            notice=mail.notice,
            verdicts=mail.verdicts | ({"auto": mail.machine} if mail.machine else {}),
            language=mail.language,
            warnings=mail.warnings,
        )

    def places(self) -> tuple[str, ...]:
        """The IMAP folders, or one place without a name for a POP3 mailbox."""
        chosen = self.settings
        if chosen.way_in == "pop3":
            return ("",) if chosen.pop3_host else ()
        return _folders(chosen.imap_folder) if chosen.way_in == "imap" and chosen.imap_host else ()

    def fetch(self, ledger: Ledger, place: str) -> Generator[News, None, None]:
        """New mail of a folder, oldest first."""
        if self.settings.way_in == "pop3":
            yield from pop3.fetch(self._signed_in(self._pop3), self._keeping(), ledger)
        else:
            yield from imap_folder.fetch(self._signed_in(self._imap), self._taking(place), ledger)

    def watch(self, ledger: Ledger, place: str) -> Generator[News, None, None]:
        """New mail of a folder as it comes."""
        if self.settings.way_in == "pop3":
            yield from self.fetch(ledger, place)
        else:
            yield from imap_folder.watch(self._signed_in(self._imap), self._taking(place), ledger)

    def survey(self, place: str) -> Survey:
        """What the mailbox holds."""
        if self.settings.way_in == "pop3":
            return pop3.survey(self._signed_in(self._pop3))
        return imap_folder.survey(self._signed_in(self._imap), self._taking(place))

    @property
    def lane(self) -> str:
        """One server, one lane: what hangs there delays nobody else."""
        return f"{self.settings.smtp_host.lower()}:{self.settings.smtp_port}"

    def send(self, message: OutboundMessage) -> Sent:
        """Hands the mail to the SMTP server, to all recipients or to none."""
        with self.line() as send:
            return send(message)

    @contextmanager
    def line(self) -> Iterator[Callable[[OutboundMessage], Sent]]:
        """Several mails through one connection, which is opened for the first of them."""
        line = smtp.Line(self._smtp)
        try:
            yield lambda message: sending.hand_over(message, line)
        finally:
            line.close()

    def check(self, *, address: str = "") -> list[Step]:
        """Tries both servers step by step without sending or fetching anything."""
        return list(self._check_way_in()) + list(self._check_way_out(address))

    def _check_way_in(self) -> Iterator[Step]:
        chosen = self.settings
        if chosen.way_in == "door":
            return
        pop = chosen.way_in == "pop3"
        host, port, security = (
            (chosen.pop3_host, chosen.pop3_port, chosen.pop3_security)
            if pop
            else (chosen.imap_host, chosen.imap_port, chosen.imap_security)
        )
        if not host:
            yield Step(IN, False, "no_pop3_host" if pop else "no_imap_host")
            return
        place = trying.Place("pop3" if pop else "imap", host, port, security, IN)
        steps = list(trying.reach(place))
        yield from steps
        if not steps[-1].ok:
            return
        step, line = trying_sign_in.sign_in(place, lambda: self._signed_in(self._pop3 if pop else self._imap))
        yield step
        if step.ok and pop:
            line.quit()
        elif step.ok:
            yield trying_sign_in.folders(place, line, self.places())

    def _check_way_out(self, address: str) -> Iterator[Step]:
        chosen = self.settings
        if chosen.way_out != "smtp":
            return
        if not chosen.smtp_host:
            yield Step(OUT, False, "no_smtp_host")
            return
        place = trying.Place("smtp", chosen.smtp_host, chosen.smtp_port, chosen.smtp_security, OUT)
        steps = list(trying.reach(place))
        yield from steps
        if not steps[-1].ok:
            return
        step, line = trying_sign_in.sign_in(place, self._smtp)
        yield step
        if step.ok:
            yield from trying_sign_in.may_send(place, line, address)

    def _signed_in(self, connect: Callable[[str], C]) -> C:
        """A connection; an access token that is refused is renewed once."""
        if self.settings.sign_in == "password":
            return connect("")
        try:
            return connect(self.token())
        except PermanentFailure as problem:
            if problem.code != "token_refused":
                raise
            return connect(self.token(renew=True))

    def _imap(self, token: str) -> ListeningClient:
        chosen = self.settings
        return imap.connect(
            imap.ImapServer(
                chosen.imap_host,
                chosen.imap_port,
                chosen.imap_security,
                chosen.imap_user,
                chosen.imap_password,
                token=token,
            )
        )

    def _pop3(self, token: str) -> poplib.POP3:
        chosen = self.settings
        return pop3.connect(
            pop3.Pop3Server(
                chosen.pop3_host,
                chosen.pop3_port,
                chosen.pop3_security,
                chosen.pop3_user,
                chosen.pop3_password,
                token=token,
            )
        )

    def _taking(self, folder: str) -> imap.Taking:
        chosen = self.settings
        return imap.Taking(
            folder,
            afterwards=chosen.afterwards,
            move_to=chosen.move_to,
            since=_day(chosen.since),
            largest=largest_mail(),
        )

    def _keeping(self) -> pop3.Keeping:
        return pop3.Keeping(self.settings.pop3_keep_days, since=_day(self.settings.since), largest=largest_mail())

    def _trust(self) -> verdicts.Trust:
        servers = _names(self.settings.trusted_servers)
        marks = self.settings.spam_marks
        return verdicts.Trust(servers, marks == "always", marks != "never", self.settings.spam_score)

    def _smtp(self) -> smtplib.SMTP:
        chosen = self.settings
        if chosen.way_out != "smtp":
            raise PermanentFailure("cannot_send")
        if not chosen.smtp_host:
            raise PermanentFailure("no_smtp_host")
        place = (chosen.smtp_host, chosen.smtp_port, chosen.smtp_security, chosen.smtp_user, chosen.smtp_password)
        return self._signed_in(lambda token: smtp.connect(smtp.SmtpServer(*place, token=token)))


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())


def _received_for(envelope: Mapping[str, Any]) -> tuple[str, ...]:
    given = envelope.get("rcpt_to") or ()
    return tuple(str(address) for address in (given if isinstance(given, list | tuple) else (given,)))[:20]


def _folders(text: str) -> tuple[str, ...]:
    """Names separated by commas; one that has a comma in it stands in quotes. Each once."""
    names = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip())) or ("INBOX",)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
