"""Mail that means harm or is badly broken: capped with a plain reason, never raised, never slow."""

import random
import struct
import zlib

from tests.mail_corpus.case import Case, case, holds
from tests.mail_corpus.containers import PDF, in_winmail, tnef_file, winmail
from tests.mail_corpus.writing import Section, in_base64, mail, multipart, part

ANY = {"any": True}
TEXT = "本文です。"


def html(body: str | bytes) -> bytes:
    return mail(part(body, "Content-Type: text/html; charset=utf-8"))


def attached(name: str, media: str, content: bytes) -> bytes:
    file = part(
        in_base64(content),
        f'Content-Type: {media}; name="{name}"',
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment",
    )
    return mail(multipart("mixed", part(TEXT), file))


def levels(count: int) -> bytes:
    marks = [b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (at, at + 1) for at in range(count)]
    return mail(Section((b"Content-Type: multipart/mixed; boundary=b0",), b"".join(marks)))


def parts(count: int) -> bytes:
    return mail(Section((b"Content-Type: multipart/mixed; boundary=b",), b"--b\r\n\r\nx\r\n" * count + b"--b--\r\n"))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


# A picture that says it is 50,000 by 50,000 points, and an archive of ten million zeros.
HUGE_PICTURE = (
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)) + chunk(b"IEND", b"")
)
ZIP_BOMB = (
    b"PK\x03\x04"
    + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, 9999, 10_000_000, 1, 0)
    + b"a"
    + zlib.compress(bytes(10_000_000))[2:-4]
)
NOISE = random.Random(1).randbytes(3000)


def reads(name: str, raw: bytes, **expected: object) -> Case:
    return case(name, raw, **{"text": ANY, "reply": ANY, **expected})


CAPPED = [
    reads("10,000 parts", parts(10_000), text=holds("x"), warnings=["parts_capped"]),
    reads("1,000 levels", levels(1000), attachments=ANY, warnings=["depth_capped"]),
    reads(
        "a header line of 10 MB",
        mail("Hello", b"X: " + b"a" * 10_000_000),
        text="Hello",
        reply="Hello",
        warnings=["headers_capped"],
    ),
    reads(
        "a header of 50,000 lines",
        mail("Hello", *(b"X-%d: a" % at for at in range(50_000))),
        warnings=["headers_capped"],
    ),
    reads(
        "one field folded 100,000 times",
        mail("Hello", b"Subject: a" + b"\r\n b" * 100_000),
        subject=ANY,
        warnings=["headers_capped"],
    ),
    reads(
        "50,000 recipients",
        mail("Hello", b"To: " + b", ".join(b"u%d@x.example" % at for at in range(50_000))),
        to=ANY,
        warnings=ANY,
    ),
    reads("a text of 6 MB", mail(part(b"long\r\n" * 1_000_000)), warnings=["text_capped"]),
    reads(
        "20,000 nested div", html("<div>" * 20_000 + "hello"), text="hello", reply="hello", warnings=["html_too_deep"]
    ),
    reads(
        "20,000 div that seem to end inside comments",
        html("<div><!-- </div> -->" * 20_000 + "hello"),
        text=holds("hello"),
        warnings=["html_too_deep"],
    ),
    reads(
        "20,000 div that seem to end inside attributes",
        html("<div title='</div>'>" * 20_000 + "hello"),
        warnings=["html_too_deep"],
    ),
    reads("100,000 tags", html("<br>" * 100_000 + "hello"), text=holds("hello"), warnings=["html_too_deep"]),
    reads(
        "9 MB of tags out of 20 kB",
        html("<p>" + "".join(f"<b title={at}>" for at in range(99)) + "<p>x" * 5000),
        html=ANY,
    ),
    reads(
        "a tag with 100,000 attributes",
        html("<a " + " ".join(f"a{at}=1" for at in range(100_000)) + ">hello</a>"),
        text="hello",
        reply="hello",
        html=holds("hello"),
    ),
    reads(
        "a style sheet for every paragraph",
        html(
            "<style>"
            + "".join(f".c{at}{{color:red}}" for at in range(900))
            + "</style>"
            + "<p class='c1 c2 c3'>x" * 9000
        ),
        html=ANY,
    ),
    reads(
        "250 files",
        mail(multipart("mixed", *(part(b"x", "Content-Type: application/pdf") for _file in range(250)))),
        attachments=ANY,
        warnings=["files_capped"],
    ),
    reads("3 MB of HTML", html("<p>hello</p>" + " " * 3_000_000), html=ANY, warnings=["text_capped", "html_too_big"]),
    reads("300,000 combining marks on one letter", mail("a" + "\u0301\u0316" * 150_000)),
    reads("half-width kana without end", mail("ｱ" * 300_000 + " ｶﾞ")),
]
MISLEADING = [
    case(
        "an archive that would grow to 10 MB stays closed",
        attached("a.zip", "application/zip", ZIP_BOMB),
        text=TEXT,
        attachments=[("a.zip", "application/zip", len(ZIP_BOMB))],
    ),
    case(
        "a picture of 50,000 by 50,000 points stays closed",
        attached("a.png", "image/png", HUGE_PICTURE),
        text=TEXT,
        attachments=[("a.png", "image/png", len(HUGE_PICTURE))],
    ),
    case(
        "a billion laughs stay a file",
        attached("a.xml", "text/xml", b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'),
        text=TEXT,
        attachments=[("a.xml", "text/xml", 64)],
    ),
    case(
        "winmail.dat with 500 files",
        in_winmail(winmail(*(tnef_file(f"{at}.pdf", PDF) for at in range(500))), part(TEXT)),
        text=TEXT,
        attachments=ANY,
        warnings=["tnef", "files_capped"],
    ),
    case(
        "a body that says it is HTML and is a script",
        html("<script>alert(1)</script><p onclick='x()'>hi</p>"),
        text="hi",
        html="<p>hi</p>",
    ),
    case(
        "tags that become one when another goes",
        html("<scr<script>ipt>alert(1)</scr</script>ipt><p>hi</p>"),
        text=holds("hi"),
        reply=ANY,
        html=holds("hi", lacks=("<script", "<scr")),
    ),
    case(
        "a picture whose address is a file of the server",
        html('<p>hi<img src="file:///etc/passwd"></p>'),
        text="hi",
        html=holds("hi", lacks=("file:",)),
    ),
    case(
        "a link that is a script",
        html('<a href=" java\tscript:alert(1)">hi</a>'),
        text="hi",
        html=holds("hi", lacks=("script",)),
    ),
    case(
        "a link that is a page of data",
        html('<a href="data:text/html,<b>x">hi</a>'),
        text="hi",
        html=holds("hi", lacks=("data:",)),
    ),
    case(
        "a drawing with a script",
        html("<svg onload=alert(1)><script>alert(1)</script></svg><p>hi</p>"),
        text="hi",
        html="<p>hi</p>",
    ),
    case(
        "a form that asks for a password",
        html("<form action=//evil>Password <input name=p><button>OK</button></form>"),
        text=holds("Password"),
        reply=ANY,
        html=holds("Password", lacks=("<form", "<input", "<button", "evil")),
    ),
    case(
        "a layer over the page",
        html('<div style="position:fixed;top:0;left:0;width:100%;color:red">hi</div>'),
        text="hi",
        html=holds("color:red", lacks=("position", "top:")),
    ),
    case(
        "a picture fetched by a style",
        html('<p style="background:url(http://spy.example/x);color:red">hi</p>'),
        text="hi",
        html=holds("color:red", lacks=("spy",)),
    ),
    case(
        "text that nobody is to see",
        html('<p>hi</p><p style="display:none">pay at once</p>'),
        text="hi",
        html="<p>hi</p>",
    ),
    case(
        "a base address",
        html('<base href="//evil.example/"><p><a href="x">hi</a></p>'),
        text="hi",
        html=holds("hi", lacks=("evil", "href")),
    ),
    case(
        "a refresh to elsewhere",
        html('<meta http-equiv=refresh content="0;url=//evil.example"><p>hi</p>'),
        text="hi",
        html="<p>hi</p>",
    ),
    case(
        "a comment for Internet Explorer",
        html("<!--[if gte IE 4]><script>alert(1)</script><![endif]--><p>hi</p>"),
        text="hi",
        html="<p>hi</p>",
    ),
]
BROKEN = [
    case("NUL in header and body", mail(part(b"a\0b"), b"Subject: c\0d"), subject="cd", text="ab"),
    case(
        "bare CR in a header field",
        mail("x", b"Subject: one\rBcc: y@x.example"),
        subject="one Bcc: y@x.example",
        text="x",
    ),
    case(
        "the end of mail of SMTP in the body",
        mail("one\n.\nMAIL FROM:<x@evil>\ntwo"),
        text="one\n.\nMAIL FROM:<x@evil>\ntwo",
    ),
    case(
        "a lone surrogate in CESU-8",
        mail(part(b"a\xed\xa0\x80b", "Content-Type: text/plain; charset=utf-8")),
        text=holds("a", "b"),
        reply=ANY,
    ),
    case(
        "noise under the label UTF-8", mail(part(NOISE, "Content-Type: text/plain; charset=utf-8")), text=ANY, reply=ANY
    ),
    case(
        "noise in base64 as HTML",
        mail(part(in_base64(NOISE), "Content-Type: text/html", "Content-Transfer-Encoding: base64")),
        text=ANY,
        reply=ANY,
        html=ANY,
    ),
    case(
        "base64 that is none",
        mail(part("!!!=a=b", "Content-Type: text/plain", "Content-Transfer-Encoding: base64")),
        text=ANY,
        reply=ANY,
    ),
    case("a charset of 1,000 letters", mail(part("x", "Content-Type: text/plain; charset=" + "a" * 1000)), text="x"),
    case(
        "a charset that opens an archive",
        mail(part(b"\xff\xfe\xfd", "Content-Type: text/plain; charset=zlib")),
        text=ANY,
        reply=ANY,
    ),
    case("a boundary of 5,000 letters", mail(multipart("mixed", part("x"), boundary="b" * 5000)), text="x"),
    case("no header at all", b"\x00\x01 nothing", error="no_header"),
    case("nothing at all", b"", error="no_header"),
]
SLOW = [
    reads(f"1 MB of {name}", mail(part(content.encode())), text=ANY, warnings=ANY, attachments=ANY)
    for name, content in {
        "quote marks": ">" * 1_000_000,
        "dashes": "-" * 1_000_000,
        "addresses of pages": "http://a." * 110_000,
        "open brackets": "<" * 1_000_000,
        "blanks before a line end": " " * 1_000_000 + "\n",
        "On": "On " * 330_000,
        "dates": "2026年1月1日 10:00 " * 60_000,
        "underscores": "_" * 1_000_000,
        "soft lines": "a \n" * 330_000,
        "at signs": "a@" * 500_000,
        "begin lines": "begin 644 x\n" * 80_000,
    }.items()
]
SEALED_HEAD = (b"Content-Type: application/pkcs7-mime; smime-type=signed-data",)
BYTES = [
    reads(f"1 MB of {name}", raw, warnings=ANY, attachments=ANY)
    for name, raw in {
        "EUC-JP that Python does not know": mail(part(b"\xa4\xa2\xad\xa1" * 250_000)),
        "escapes around single bytes": mail(part(b"\x1b(B\xff" * 250_000)),
        "values that are never closed, in S/MIME": mail(Section(SEALED_HEAD, b"\x30\x80" * 500_000)),
        "values one after the other, in S/MIME": mail(Section(SEALED_HEAD, b"\x30\x80\x30\0\0\0" * 170_000)),
        "signatures of PGP that begin": mail("-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\n" * 22_000),
        "false boundaries": mail(
            Section((b"Content-Type: multipart/mixed; boundary=b",), b"--b\r\n" + b"\n--bx" * 200_000)
        ),
        "charsets nobody knows": mail(
            "x", b"Subject: " + b" ".join(b"=?x%d?Q?=ff?=" % at for at in range(5000)), "-Date"
        ),
    }.items()
]
for _case in BYTES:
    _case.expected.update({"subject": ANY, "date": ANY})
CASES = [*BYTES, *CAPPED, *MISLEADING, *BROKEN, *SLOW]
