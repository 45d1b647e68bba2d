"""Multiparts as programs really build them, right and wrong."""

from tests.mail_corpus.case import case, holds
from tests.mail_corpus.writing import Section, in_base64, mail, multipart, part

TEXT = "本文です。"
HTML = part("<p>本文<b>です</b>。</p>", "Content-Type: text/html; charset=utf-8")
SAFE = "<p>本文<b>です</b>。</p>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
IMAGE = part(
    in_base64(PNG),
    "Content-Type: image/png; name=logo.png",
    "Content-Transfer-Encoding: base64",
    "Content-ID: <logo@x>",
    "Content-Disposition: inline",
)
FILE = ("logo.png", "image/png", len(PNG))
WITH_IMAGE = part('<p>本文<img src="cid:logo@x"></p>', "Content-Type: text/html; charset=utf-8")


def broken(kind: str, body: str) -> bytes:
    """A multipart whose header and body are written as given."""
    return mail(Section((f"Content-Type: {kind}".encode(),), body.replace("\n", "\r\n").encode()))


CASES = [
    case(
        "related inside alternative inside mixed",
        mail(
            multipart(
                "mixed",
                multipart(
                    "alternative", part(TEXT), multipart("related", WITH_IMAGE, IMAGE, boundary="b3"), boundary="b2"
                ),
                part(b"x", 'Content-Type: application/pdf; name="a.pdf"'),
            )
        ),
        text=TEXT,
        html=holds('src="cid:logo@x"'),
        attachments=[FILE, ("a.pdf", "application/pdf", 1)],
    ),
    case(
        "alternative inside related",
        mail(multipart("related", multipart("alternative", part(TEXT), WITH_IMAGE, boundary="b2"), IMAGE)),
        text=TEXT,
        html=holds('src="cid:logo@x"'),
        attachments=[FILE],
    ),
    case("an alternative whose text is empty", mail(multipart("alternative", part(""), HTML)), text=TEXT, html=SAFE),
    case(
        "an alternative whose text is blanks",
        mail(multipart("alternative", part(" \n \n"), HTML)),
        text=TEXT,
        html=SAFE,
    ),
    case("HTML before the text", mail(multipart("alternative", HTML, part(TEXT))), text=TEXT, html=SAFE),
    case(
        "an invitation beside the text",
        mail(
            multipart("alternative", part(TEXT), part("BEGIN:VCALENDAR", "Content-Type: text/calendar; method=REQUEST"))
        ),
        text=TEXT,
        attachments=[("invite.ics", "text/calendar", 15)],
    ),
    case(
        "a version for moving pictures and one for watches are left out",
        mail(
            multipart(
                "alternative",
                part(TEXT),
                part("<html amp4email></html>", "Content-Type: text/x-amp-html"),
                part("watch", "Content-Type: text/watch-html"),
                HTML,
            )
        ),
        text=TEXT,
        html=SAFE,
    ),
    case("two texts one after the other", mail(multipart("mixed", part("一つ"), part("二つ"))), text="一つ\n\n二つ"),
    case(
        "a mailing list's footer after the text",
        mail(multipart("mixed", multipart("alternative", part(TEXT), HTML, boundary="b2"), part("list footer"))),
        text=f"{TEXT}\n\nlist footer",
        html=holds(SAFE, "list footer"),
    ),
    case(
        "text, picture and text of Apple Mail",
        mail(multipart("mixed", part("上"), IMAGE, part("下"))),
        text="上\n\n下",
        attachments=[FILE],
    ),
    case(
        "a text file attached is no body",
        mail(
            multipart(
                "mixed",
                part(TEXT),
                part("memo", "Content-Type: text/plain; name=memo.txt", "Content-Disposition: attachment"),
            )
        ),
        text=TEXT,
        attachments=[("memo.txt", "text/plain", 4)],
    ),
    case(
        "a body to which the program gave a name",
        mail(multipart("mixed", part(TEXT, "Content-Type: text/plain; charset=utf-8; name=body.txt"), IMAGE)),
        text=TEXT,
        attachments=[FILE],
    ),
    case(
        "an HTML file attached is no body",
        mail(
            multipart(
                "mixed",
                part(TEXT),
                part("<p>x</p>", "Content-Type: text/html", 'Content-Disposition: attachment; filename="a.html"'),
            )
        ),
        text=TEXT,
        attachments=[("a.html", "text/html", 8)],
    ),
    case(
        "no boundary parameter, but boundaries",
        broken("multipart/mixed", "--xx\nContent-Type: text/plain\n\nHello\n--xx--\n"),
        text="Hello",
    ),
    case(
        "the wrong boundary parameter",
        broken('multipart/mixed; boundary="yy"', "--xx\nContent-Type: text/plain\n\nHello\n--xx--\n"),
        text="Hello",
    ),
    case("no boundary at all", broken("multipart/mixed", "Hello"), text="Hello"),
    case("no closing boundary", broken('multipart/mixed; boundary="xx"', "--xx\n\nHello\n"), text="Hello"),
    case(
        "a boundary with odd signs",
        broken('multipart/mixed; boundary="=_(a.b)+/?:\'"', "--=_(a.b)+/?:'\n\nHello\n--=_(a.b)+/?:'--\n"),
        text="Hello",
    ),
    case(
        "blanks after the boundary", broken("multipart/mixed; boundary=xx", "--xx  \n\nHello\n--xx--  \n"), text="Hello"
    ),
    case(
        "an inner boundary that begins like the outer",
        broken(
            'multipart/mixed; boundary="xx"',
            '--xx\nContent-Type: multipart/mixed; boundary="xxy"\n\n--xxy\n\nHello\n--xxy--\n--xx--\n',
        ),
        text="Hello",
    ),
    case(
        "an inner multipart that is never closed",
        broken(
            'multipart/mixed; boundary="xx"',
            '--xx\nContent-Type: multipart/mixed; boundary="yy"\n\n--yy\n\nHello\n--xx\n\nWorld\n--xx--\n',
        ),
        text="Hello\n\nWorld",
    ),
    case(
        "words before and after the parts",
        broken("multipart/mixed; boundary=xx", "This is MIME.\n--xx\n\nHello\n--xx--\nbye\n"),
        text="Hello",
    ),
    case(
        "a part without an empty line",
        broken("multipart/mixed; boundary=xx", "--xx\nHello there\n--xx--\n"),
        text="Hello there",
    ),
    case("parts that are empty", broken("multipart/mixed; boundary=xx", "--xx\n--xx\n\n--xx--\n"), text=""),
    case(
        "a multipart put into base64",
        mail(
            Section(
                (b"Content-Type: multipart/mixed; boundary=xx", b"Content-Transfer-Encoding: base64"),
                in_base64(b"--xx\r\n\r\nHello\r\n--xx--\r\n"),
            )
        ),
        text="Hello",
    ),
    case(
        "a line of dashes in the text is no boundary",
        broken("multipart/mixed; boundary=xx", "--xx\n\nHello\n--xxx\n--x\n--xx--\n"),
        text="Hello\n--xxx\n--x",
        reply={"any": True},
    ),
    case(
        "an unknown multipart is mixed",
        mail(multipart("voice-message", part(TEXT), IMAGE)),
        text=TEXT,
        attachments=[FILE],
    ),
    case("a type without a subtype", mail(part("Hello", "Content-Type: text")), text="Hello"),
    case("a type that is nonsense", mail(part("Hello", "Content-Type: ;;;")), text="Hello"),
    case(
        "an encoding that is nonsense",
        mail(part("Hello", "Content-Type: text/plain", "Content-Transfer-Encoding: rot13")),
        text="Hello",
    ),
    case(
        "base64 with a list's footer behind it",
        mail(
            part(
                b"SGVsbG8=\r\n\r\n-- \r\nlist. footer", "Content-Type: text/plain", "Content-Transfer-Encoding: base64"
            )
        ),
        text="Hello",
    ),
    case(
        "two blocks of base64 in a row",
        mail(part(b"SGVsbG8=\r\nIFdvcmxk\r\n", "Content-Type: text/plain", "Content-Transfer-Encoding: base64")),
        text="Hello World",
    ),
    case(
        "base64 with foreign signs and no padding",
        mail(part(b"SGV*sbG\r\n8", "Content-Type: text/plain", "Content-Transfer-Encoding: BASE64")),
        text="Hello",
    ),
    case("enriched text", mail(part("<bold>Hello</bold> <<you>", "Content-Type: text/enriched")), text="Hello <you>"),
    case(
        "a line From before the header, as mailboxes have",
        b"From tanaka@kawakami.example Sat Nov 21 10:00:00 2026\r\n" + mail("Hello"),
        text="Hello",
    ),
    case("empty lines before the header", b"\r\n\r\n" + mail("Hello"), text="Hello"),
    case("a header without a body", mail("Hello").partition(b"\r\n\r\n")[0], text=""),
    case("a field without a blank after its colon", mail("x", "Subject:close"), subject="close", text="x"),
    case("fields in capitals", mail("x", "-Subject", "SUBJECT: LOUD"), subject="LOUD", text="x"),
    case(
        "the first of two subjects counts",
        mail("x", "-Subject", "Subject: one", "Subject: two"),
        subject="one",
        text="x",
    ),
    case(
        "a nonsense line in the header ends it",
        mail("-Subject").replace(b"MIME-Version: 1.0", b"this is no field"),
        text=holds("this is no field"),
        reply={"any": True},
    ),
    case("a date in words of Japan's time", mail("x", "Date: Sat, 21 Nov 2026 10:00:00 JST"), text="x"),
    case("a date without seconds and weekday", mail("x", "Date: 21 Nov 2026 10:00 +0900"), text="x"),
    case("a date of a database", mail("x", "Date: 2026-11-21T10:00:00+09:00"), text="x"),
    case("a date with a comment", mail("x", "Date: Sat, 21 Nov 2026 10:00:00 +0900 (JST)"), text="x"),
    case("a date that is none", mail("x", "Date: yesterday"), text="x", date=None),
    case("a date far away", mail("x", "Date: Sat, 21 Nov 9999 10:00:00 +0900"), text="x", date=None),
    case("a Message-ID without brackets", mail("x", "Message-ID: order-4711@kawakami.example"), text="x"),
    case(
        "references with a line break in the middle of ids",
        mail("x", "References: <a@x>\r\n\t<b@x>,<c@x> junk <a@x>"),
        text="x",
        references=["a@x", "b@x", "c@x"],
    ),
]
