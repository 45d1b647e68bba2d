"""Mail that came back with free words: qmail, Exchange, web mail, carriers of Japan, and what only looks like it."""

from typing import Any

from tests.mail_corpus.case import Case, case
from tests.mail_corpus.writing import mail, word

ANY: dict[str, Any] = {"any": True}


def came_back(
    name: str,
    text: str,
    who: str,
    status: str,
    permanent: bool,
    reason: str,
    *,
    sender: str = "MAILER-DAEMON@mx.kawakami.example",
    subject: str = "failure notice",
    lines: tuple[str, ...] = ("Return-Path: <>",),
) -> Case:
    """A returned mail without any machine-readable part."""
    shown = subject if subject.isascii() else word(subject)
    return case(
        name,
        mail(text, f"From: {sender}", f"Subject: {shown}", *lines),
        sender=ANY,
        subject=subject,
        text=ANY,
        reply=ANY,
        auto_submitted=True,
        bounce={"recipients": [who] if who else [], "status": status, "permanent": permanent, "reason": reason},
    )


CASES = [
    came_back(
        "qmail",
        "Hi. This is the qmail-send program at mx.kawakami.example.\nI'm afraid I wasn't able to deliver "
        "your message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<taro@nowhere.example>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\n"
        "Giving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: "
        "<support@shop.example>\n"
        "Message-ID: <m.7@shop.example>\nSubject: x\n",
        "taro@nowhere.example",
        "5.1.1",
        True,
        "Remote host said: 550 5.1.1 unknown user",
    ),
    came_back(
        "qmail without any code",
        "Hi. This is the qmail-send program at mx.kawakami.example.\n\n<taro@nowhere.example>:\n"
        "Sorry, no mailbox here by that name. (#vpopmail)\n\n--- Below this line is a copy of the message.\n"
        "\n450 9.9.9\n",
        "taro@nowhere.example",
        "5.1.1",
        True,
        "Sorry, no mailbox here by that name. (#vpopmail)",
    ),
    came_back(
        "Exchange of old",
        "Your message did not reach some or all of the intended recipients.\n\n      Subject:  修理の件\n   "
        "   Sent:     "
        "2026/11/21 10:00\n\nThe following recipient(s) cannot be reached:\n\n      taro@nowhere.example on "
        "2026/11/21 10:00\n"
        "            The e-mail account does not exist at the organization this message was sent to.\n"
        "            <mx.nowhere.example #5.1.1>\n",
        "taro@nowhere.example",
        "5.1.1",
        True,
        "The e-mail account does not exist at the organization this message was sent to. <mx.nowhere.example #5.1.1>",
        sender="System Administrator <postmaster@nowhere.example>",
        subject="Undeliverable: Order 4711",
    ),
    came_back(
        "Exchange in Japanese",
        "次の受信者またはグループへの配信に失敗しました:\n\ntaro@nowhere.example\n"
        "入力した電子メール アドレスが見つかりませんでした。受信者の電子メール アドレスを確認してください。\n",
        "taro@nowhere.example",
        "5.1.1",
        True,
        "入力した電子メール アドレスが見つかりませんでした。受信者の電子メール アドレスを確認してください。",
        sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@nowhere.example>",
        subject="配信不能: 修理の件",
    ),
    came_back(
        "docomo",
        "The following address(es) failed:\n\n    taro@docomo.example\n\n550 Unknown user taro@docomo.example\n",
        "taro@docomo.example",
        "5.1.1",
        True,
        "550 Unknown user taro@docomo.example",
        sender="MAILER-DAEMON@docomo.example",
        subject="Mail System Error - Returned Mail",
    ),
    came_back(
        "docomo refuses the domain",
        "<taro@docomo.example>\n550 5.7.1 ドメイン指定受信により拒否されました\n",
        "taro@docomo.example",
        "5.7.1",
        True,
        "550 5.7.1 ドメイン指定受信により拒否されました",
        sender="MAILER-DAEMON@docomo.example",
        subject="Returned mail: see transcript for details",
    ),
    came_back(
        "au",
        "Your mail sent on: Sat, 21 Nov 2026 10:00:00 +0900\nCould not be delivered to: <<taro@ezweb.example>>\n"
        "    As the remote domain doesnt exist.\n",
        "taro@ezweb.example",
        "5.1.2",
        True,
        "As the remote domain doesnt exist.",
        sender="Postmaster@ezweb.example",
        subject="Mail System Error - Returned Mail",
    ),
    came_back(
        "au, an account that is closed",
        "The user(s) account is disabled.\n\n<taro@ezweb.example>: 550 user account disabled\n",
        "taro@ezweb.example",
        "5.2.1",
        True,
        "<taro@ezweb.example>: 550 user account disabled",
        sender="Postmaster@ezweb.example",
        subject="Mail System Error - Returned Mail",
    ),
    came_back(
        "SoftBank",
        "The following message was undeliverable.\n\nRecipient: taro@softbank.example\n"
        "Reason: 550 Invalid recipient: <taro@softbank.example>\n",
        "taro@softbank.example",
        "5.1.1",
        True,
        "Reason: 550 Invalid recipient: <taro@softbank.example>",
        sender="MAILER-DAEMON@softbank.example",
        subject="Undeliverable mail",
    ),
    came_back(
        "Yahoo! Japan",
        "Message from yahoo.example.\nUnable to deliver message to the following address(es).\n\n"
        "<taro@yahoo.example>:\n"
        "This user doesn't have a yahoo.example account (taro@yahoo.example) [-5]\n\n"
        "--- Original message follows.\n\nMessage-ID: <m.7@shop.example>\n",
        "taro@yahoo.example",
        "5.1.1",
        True,
        "This user doesn't have a yahoo.example account (taro@yahoo.example) [-5]",
        sender="MAILER-DAEMON@yahoo.example",
        subject="Delivery failure",
    ),
    came_back(
        "Gmail of old, English",
        "Delivery to the following recipient failed permanently:\n\n     taro@gmail.example\n\nTechnical "
        "details of permanent "
        "failure:\nGoogle tried to deliver your message, but it was rejected. The error was:\n550 550 5.1.1 "
        "<taro@gmail.example> "
        "User unknown (state 14).\n\n----- Original message -----\nMessage-ID: <m.7@shop.example>\n",
        "taro@gmail.example",
        "5.1.1",
        True,
        "550 550 5.1.1 <taro@gmail.example> User unknown (state 14).",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        subject="Delivery Status Notification (Failure)",
        lines=("Return-Path: <>", "X-Failed-Recipients: taro@gmail.example", "Auto-Submitted: auto-replied"),
    ),
    came_back(
        "Gmail in Japanese",
        "** アドレス不明 **\n\ntaro@gmail.example というアドレスが見つからないか、メールを受信できません。\n\n応答:\n"
        "550 5.1.1 The email account that you tried to reach does not exist.\n",
        "taro@gmail.example",
        "5.1.1",
        True,
        "550 5.1.1 The email account that you tried to reach does not exist.",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        subject="Delivery Status Notification (Failure)",
        lines=("X-Failed-Recipients: taro@gmail.example", "Auto-Submitted: auto-replied"),
    ),
    came_back(
        "Exim",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could "
        "not be delivered to "
        "one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        "  taro@nowhere.example\n    host mx.nowhere.example [192.0.2.7]\n    SMTP error from remote mail server: "
        "550 No such user here\n\n------ This is a copy of the message, including all the headers. ------\n",
        "taro@nowhere.example",
        "5.1.1",
        True,
        "SMTP error from remote mail server: 550 No such user here",
        subject="Mail delivery failed: returning message to sender",
        lines=("X-Failed-Recipients: taro@nowhere.example", "Auto-Submitted: auto-replied"),
    ),
    came_back(
        "Exim still tries",
        "This message was created automatically by mail delivery software.\nA message that you sent has not "
        "yet been delivered "
        "to one or more of its\nrecipients after more than 24 hours on the queue.\n\n  taro@nowhere.example\n"
        "    Delay reason: Connection timed out\n\nNo action is required on your part. Delivery attempts "
        "will continue.\n",
        "taro@nowhere.example",
        "4.4.7",
        False,
        "Delay reason: Connection timed out",
        subject="Warning: message 1abc delayed 24 hours",
    ),
    came_back(
        "a full mailbox in Japanese",
        "以下の宛先にメールを配信できませんでした。\n\n宛先: taro@nowhere.example\n理由: "
        "メールボックスの容量を超えています。\n",
        "taro@nowhere.example",
        "5.2.2",
        True,
        "理由: メールボックスの容量を超えています。",
        subject="メールを配信できませんでした",
    ),
    came_back(
        "an unknown receiver in Japanese",
        "メールは送信できませんでした。\n<taro@nowhere.example> 宛先不明\n",
        "taro@nowhere.example",
        "5.1.1",
        True,
        "<taro@nowhere.example> 宛先不明",
        subject="送信できませんでした",
    ),
    came_back(
        "only a subject and the null path",
        "Sorry.\n",
        "",
        "5.0.0",
        True,
        "",
        sender="postmaster@nowhere.example",
        subject="Undeliverable: Order 4711",
    ),
    came_back(
        "too big",
        "Your message to taro@nowhere.example was not delivered.\nMessage size exceeds fixed maximum message size\n",
        "taro@nowhere.example",
        "5.3.4",
        True,
        "Message size exceeds fixed maximum message size",
        sender="postmaster@nowhere.example",
    ),
    case(
        "a customer writes about undelivered goods",
        mail("まだ届きません。配信不能という通知も来ません。", f"Subject: {word('商品が届きませんでした')}"),
        subject="商品が届きませんでした",
        text="まだ届きません。配信不能という通知も来ません。",
    ),
    case(
        "a customer forwards a returned mail",
        mail("Your mail to me failed, see below.\n\n550 5.1.1 User unknown", "Subject: Fwd: failure notice"),
        subject="Fwd: failure notice",
        text={"any": True},
        reply={"any": True},
    ),
    case(
        "a postmaster who writes as a person",
        mail(
            "Please call me about your mail server.",
            "From: Postmaster <postmaster@kawakami.example>",
            "Subject: A question",
        ),
        sender=("Postmaster", "postmaster@kawakami.example"),
        subject="A question",
        text="Please call me about your mail server.",
        auto_submitted=True,
    ),
]
