"""Mail of programs and mail of people that looks like it; receipts and complaints; senders who look like others."""

from tests.mail_corpus.case import Case, case
from tests.mail_corpus.writing import mail, multipart, part, word


def robot(name: str, *lines: str, text: str = "受け付けました。", **more: object) -> Case:
    """A mail nothing may answer automatically."""
    return case(name, mail(text, *lines), text=text, **{"reply": {"any": True}, "auto_submitted": True, **more})


def titled(subject: str, *, automatic: bool) -> Case:
    """Recognised by its subject alone, or not."""
    line = f"Subject: {subject if subject.isascii() else word(subject)}"
    return case(f"subject: {subject}", mail("x", line), subject=subject, text="x", auto_submitted=automatic)


def looking(name: str, sender: tuple[str, str], line: str | bytes, *signs: str) -> Case:
    """A From line with what is odd about it."""
    field = line if isinstance(line, bytes) else line.encode()
    verdicts = {"lookalike": " ".join(signs)} if signs else {}
    return case(name, mail("x", b"From: " + field), sender=sender, text="x", verdicts=verdicts)


MDN = part(
    b"Final-Recipient: rfc822; tanaka@kawakami.example\r\nOriginal-Message-ID: <m.7@shop.example>\r\n"
    b"Disposition: automatic-action/MDN-sent-automatically; displayed\r\n",
    "Content-Type: message/disposition-notification",
)
ARF = part(
    b"Feedback-Type: abuse\r\nUser-Agent: x\r\nVersion: 1\r\nOriginal-Rcpt-To: tanaka@kawakami.example\r\n",
    "Content-Type: message/feedback-report",
)

CASES = [
    robot("Auto-Submitted", "Auto-Submitted: auto-replied"),
    robot("Auto-Submitted with a comment", "Auto-Submitted: auto-generated; type=vacation"),
    case("Auto-Submitted: no", mail("x", "Auto-Submitted: no"), text="x"),
    robot("Precedence", "Precedence: auto_reply"),
    robot("a mailing list", "List-Id: <news.kawakami.example>"),
    robot("a Japanese mailing list", "X-ML-Name: news"),
    robot("Exchange's wish for silence", "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply"),
    case("only no receipts wanted", mail("x", "X-Auto-Response-Suppress: DR, RN"), text="x"),
    robot("an old autoresponder", "X-Autorespond: Away"),
    robot("X-Loop", "X-Loop: support@kawakami.example"),
    robot("the null path", "Return-Path: <>"),
    robot("no-reply", "From: no-reply@kawakami.example", sender=("", "no-reply@kawakami.example")),
    robot("donotreply", "From: DoNotReply@kawakami.example", sender=("", "DoNotReply@kawakami.example")),
    robot("words of a shop at the end", text="ご注文ありがとうございます。\n\n※本メールは自動配信されています。"),
    robot("words of a shop at the beginning", text="このメールは送信専用のため、返信できません。\n\nご注文番号：4711"),
    robot("words in English", text="Thank you.\n\nThis is an automatically generated message."),
    case(
        "a customer who quotes such words",
        mail("> このメールは自動配信されています。\n\nこの注文を取り消せますか。"),
        text="> このメールは自動配信されています。\n\nこの注文を取り消せますか。",
        reply={"any": True},
    ),
    *(
        titled(subject, automatic=True)
        for subject in (
            *(
                "自動返信: 炊飯器について",
                "【自動応答】受付完了",
                "[自動送信] ご注文の確認",
                "不在通知",
                "夏季休業のお知らせ",
            ),
            *("Automatic reply: Order", "Out of office: back on Monday", "Automatische Antwort: Bestellung"),
            *("Réponse automatique : commande", "Respuesta automática: pedido", "自动回复: 订单", "부재중 자동 회신"),
        )
    ),
    *(
        titled(subject, automatic=False)
        for subject in (
            *(
                "自動炊飯ジャーの故障",
                "自動車のシートについて",
                "不在票の件",
                "受付番号を忘れました",
                "休日の窓口について",
            ),
            *("Automatic rice cooker broken", "Auto parts", "Out of stock?", "Re: 自動返信: 炊飯器について"),
        )
    ),
    case(
        "a read receipt",
        mail(multipart("report; report-type=disposition-notification", part("開封しました。"), MDN)),
        text="開封しました。",
        attachments={"any": True},
        auto_submitted=True,
        read_receipt=True,
    ),
    case(
        "a complaint of a feedback loop",
        mail(multipart("report; report-type=feedback-report", part("This is an abuse report."), ARF)),
        text="This is an abuse report.",
        attachments={"any": True},
        auto_submitted=True,
    ),
    looking("an ordinary name", ("田中", "a@b.example"), f"{word('田中')} <a@b.example>"),
    looking(
        "another address as name",
        ("ceo@shop.example", "x@evil.example"),
        '"ceo@shop.example" <x@evil.example>',
        "name_is_another_address",
    ),
    looking("the own address as name", ("a@b.example", "a@b.example"), '"a@b.example" <a@b.example>'),
    looking(
        "another address in full width",
        ("ceo＠shop．example", "x@evil.example"),
        f"{word('ceo＠shop．example')} <x@evil.example>",
        "name_is_another_address",
    ),
    looking(
        "Cyrillic in Latin, as Punycode",
        ("Bank", "a@xn--pple-43d.example"),
        "Bank <a@xn--pple-43d.example>",
        "mixed_scripts",
    ),
    looking("Cyrillic in a Latin name", ("Pаypal", "a@b.example"), f"{word('Pаypal')} <a@b.example>", "mixed_scripts"),
    looking(
        "letters with marks in a domain",
        ("Shop", "a@xn--exmple-cua.example"),
        "Shop <a@xn--exmple-cua.example>",
        "punycode",
    ),
    looking("a Japanese domain", ("店", "a@xn--wgv71a119e.example"), f"{word('店')} <a@xn--wgv71a119e.example>"),
    looking(
        "text that runs backwards", ("agpj.exe", "a@b.example"), f"{word('a‮gpj.exe')} <a@b.example>", "hidden_marks"
    ),
    looking("a space without width", ("PayPal", "a@b.example"), f"{word('Pay​Pal')} <a@b.example>", "hidden_marks"),
    case(
        "results that nobody asked our server for",
        mail("x", "Authentication-Results: mx.shop.example; dmarc=pass; spf=pass"),
        text="x",
    ),
    case("somebody else's mark of spam", mail("x", "X-Spam-Flag: YES", "X-Spam-Status: Yes, score=99"), text="x"),
]
