"""The mail that most people send: one text, one HTML beside it, a photo, a reply, several receivers."""

from tests.mail_corpus.case import case, holds
from tests.mail_corpus.writing import in_base64, mail, multipart, part, word

TEXT = "炊飯器のふたが閉まりません。\n修理をお願いできますか。"
HTML = part("<p>炊飯器のふたが閉まりません。<br>修理をお願いできますか。</p>", "Content-Type: text/html; charset=UTF-8")
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4

CASES = [
    case("one text", mail(TEXT), text=TEXT),
    case(
        "a text and its HTML",
        mail(multipart("alternative", part(TEXT), HTML)),
        text=TEXT,
        html="<p>炊飯器のふたが閉まりません。<br>修理をお願いできますか。</p>",
    ),
    case(
        "a photo beside the text",
        mail(
            multipart(
                "mixed",
                part(TEXT),
                part(
                    in_base64(PHOTO),
                    "Content-Type: image/jpeg",
                    "Content-Transfer-Encoding: base64",
                    'Content-Disposition: attachment; filename="lid.jpg"',
                ),
            )
        ),
        text=TEXT,
        attachments=[("lid.jpg", "image/jpeg", len(PHOTO))],
    ),
    case(
        "an answer names what it answers",
        mail(
            TEXT,
            f"Subject: Re: {word('ご注文の件')}",
            "In-Reply-To: <m.7@shop.example>",
            "References: <first@shop.example>\r\n <m.7@shop.example>",
        ),
        subject="Re: ご注文の件",
        text=TEXT,
        in_reply_to="m.7@shop.example",
        references=["first@shop.example", "m.7@shop.example"],
    ),
    case(
        "several receivers and copies",
        mail(
            TEXT,
            f"To: {word('窓口')} <support@shop.example>, Orders <orders@shop.example>",
            f"Cc: {word('山田 花子')} <hanako@kawakami.example>",
        ),
        text=TEXT,
        to=[("窓口", "support@shop.example"), ("Orders", "orders@shop.example")],
        cc=[("山田 花子", "hanako@kawakami.example")],
    ),
    case("an empty mail", mail(""), text=""),
    case("no date and no id", mail(TEXT, "-Date", "-Message-ID"), text=TEXT, date=None, message_id=""),
    case(
        "only HTML",
        mail(part("<p>ふたが<b>閉まりません</b>。</p><script>x()</script>", "Content-Type: text/html; charset=utf-8")),
        text="ふたが閉まりません。",
        html=holds("<b>閉まりません</b>", lacks=("script", "x()")),
    ),
]
