"""Mail as it really comes: Japanese in every disguise, names, files, HTML, machines. Pure functions, no database."""

import base64
from email.message import EmailMessage

import pytest

from madoguchi.channels.base.mail import addresses, charset, headers, params, reading
from madoguchi.channels.base.mail.as_json import described
from madoguchi.channels.base.mail.verdicts import Trust
from madoguchi.kernel.plain.messages import Address

pytestmark = pytest.mark.once

HEAD = b"From: a@b.example\r\nTo: c@d.example\r\nMessage-ID: <x@b.example>\r\n"


def word(text: bytes, label: str = "UTF-8") -> str:
    return f"=?{label}?B?{base64.b64encode(text).decode()}?="


@pytest.mark.parametrize(
    ("content", "label", "text"),
    [
        ("こんにちは".encode("iso2022_jp"), "iso-2022-jp", "こんにちは"),
        (b"\x1b$B\x2d\x21\x2d\x6a\x1b(B", "iso-2022-jp", "①㈱"),
        (b"\x1b$B\x2d\x21\x1b(B \x1b(I\x4a\x5d\x36\x38\x1b(B", "ISO-2022-JP", "① ﾊﾝｶｸ"),
        ("髙﨑①№".encode("cp932"), "shift_jis", "髙﨑①№"),
        ("髙橋".encode("cp932"), "windows-31j", "髙橋"),
        ("お問い合わせ".encode("cp932"), "x-sjis", "お問い合わせ"),
        ("お問い合わせ".encode("euc_jp"), "x-euc-jp", "お問い合わせ"),
        (b"\xad\xa1\xa4\xa2", "eucjp-ms", "①あ"),
        ("日本語です".encode(), "us-ascii", "日本語です"),
        ("日本語です".encode("cp932"), "utf-8", "日本語です"),
        ("日本語です".encode("cp932"), "iso-8859-1", "日本語です"),
        ("日本語です".encode("iso2022_jp"), "utf-8", "日本語です"),
        ("日本語です".encode("euc_jp"), "", "日本語です"),
        ("日本語です".encode("cp932"), "", "日本語です"),
        ("日本語です".encode(), "klingon", "日本語です"),
        ("café crème".encode("cp1252"), "", "café crème"),
        ("Grüße".encode("latin-1"), "iso-8859-1", "Grüße"),
        ("が".encode(), "utf-8", "が"),
        ("ｶﾞｷﾞ ﾃｽﾄ".encode("cp932"), "cp932", "ガギ ﾃｽﾄ"),
        (b"nul\x00 and \xed\xa0\x80 surrogate", "utf-8", None),
    ],
)
def test_japanese_is_read_under_any_label(content: bytes, label: str, text: str | None) -> None:
    read = charset.decode(content, label)
    if text is not None:
        assert read == text
    assert "\x00" not in read
    read.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (word("お問い合わせの件".encode()[:7]) + " " + word("お問い合わせの件".encode()[7:]), "お問い合わせの件"),
        ("Re:" + word("件名".encode()) + "です", "Re:件名です"),
        (word("件名です".encode("iso2022_jp"), "ISO-2022-JP"), "件名です"),
        ("=?utf-8*ja?Q?=E4=BB=B6=E5=90=8D?=", "件名"),
        ("=?utf-8?B?5Lu2?=\r\n =?utf-8?Q?=E5=90=8D?=", "件名"),
        ("=?utf-8?B?5Lu25ZCN?= plain", "件名 plain"),
        ("=?utf-8?B?broken", "=?utf-8?B?broken"),
    ],
)
def test_encoded_words_are_joined_as_people_meant_them(value: str, text: str) -> None:
    read, _body = headers.split(f"Subject: {value}\r\n\r\n".encode())
    assert read.text("subject") == text


@pytest.mark.parametrize("raw", ["件名です".encode(), "件名です".encode("cp932"), "件名です".encode("iso2022_jp")])
def test_a_subject_in_bare_bytes_is_read(raw: bytes) -> None:
    assert described(HEAD + b"Subject: " + raw + b"\r\n\r\nx")["subject"] == "件名です"


def test_addresses_are_found_in_names_with_commas_groups_and_comments() -> None:
    value = (
        f'"{word("田中, 太郎".encode())}" <t@x.example>, John (Joe) <j@x.example>, undisclosed-recipients:;, '
        '山田,花子 <h@x.example>, plain@x.example (Name), "ceo@corp.example" <evil@x.example>, nobody'
    )
    assert addresses.parse(value) == [
        Address("t@x.example", "田中, 太郎"),
        Address("j@x.example", "John"),
        Address("h@x.example", "山田,花子"),
        Address("plain@x.example", "Name"),
        Address("evil@x.example", "ceo@corp.example"),
    ]


def test_an_address_cannot_carry_a_line_break() -> None:
    assert addresses.parse("<a@b.example\r\nBcc: x@y.example>")[0].address == "a@b.exampleBcc:x@y.example"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"attachment; filename*0*=utf-8''%E8%A6%8B%E7%A9; filename*1*=%8D%E6%9B%B8; filename*2=.pdf", "見積書.pdf"),
        (b'attachment; filename="=?utf-8?B?6KaL56mN5pu4LnBkZg==?="', "見積書.pdf"),
        (b'attachment; filename="' + "表示.pdf".encode("cp932") + b'"', "表示.pdf"),
        (rb'attachment; filename="C:\\Users\\a\\report.doc"', "report.doc"),
        (b"attachment; filename=../../etc/passwd", "passwd"),
        (b'attachment; filename="\xe2\x80\xaegpj.exe"', "gpj.exe"),
    ],
)
def test_file_names_are_what_the_sender_saw(header: bytes, name: str) -> None:
    read, _body = headers.split(b"Content-Disposition: " + header + b"\r\n\r\n")
    assert params.file_name(params.parse(read.raw("content-disposition"))[1], {}) == name


def test_the_text_of_an_html_mail_keeps_its_table_and_loses_its_scripts() -> None:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content(
        "<script>alert(1)</script><p>注文</p><table><tr><td>炊飯器</td><td>2台</td></tr></table>"
        '<img src="cid:photo"><a href="javascript:x()" onclick="y()">リンク</a><form action="//evil"><input></form>',
        subtype="html",
    )
    mail = reading.read(message.as_bytes())
    assert "炊飯器" in mail.text
    assert "alert" not in mail.text + mail.html
    assert 'src="cid:photo"' in mail.html
    for evil in ("javascript", "onclick", "<form", "<input", "<script"):
        assert evil not in mail.html


@pytest.mark.parametrize(
    "style", ["position:fixed;top:0", "background:url(http://spy)", "background-image:url(//x)", "float:left"]
)
def test_styles_that_could_cover_or_call_home_are_dropped(style: str) -> None:
    raw = HEAD + f'Content-Type: text/html\r\n\r\n<p style="{style};color:red">x</p>'.encode()
    found = described(raw)["html"]
    assert "color" in found
    assert not any(evil in found for evil in ("fixed", "url", "float"))


@pytest.mark.parametrize("address", ["/sign-out", "//spy.example/x", "../attachments/7?inline=1", "?q=%25"])
def test_a_mail_cannot_point_into_our_own_pages(address: str) -> None:
    raw = HEAD + f'Content-Type: text/html\r\n\r\n<a href="{address}">a</a><img src="{address}">'.encode()
    assert address not in described(raw)["html"]


def test_flowed_lines_are_joined() -> None:
    raw = HEAD + b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n" + "長い \r\n文です。\r\n次".encode()
    assert described(raw)["text"] == "長い文です。\n次"


def test_a_charset_only_in_the_html_is_used() -> None:
    markup = '<html><head><meta charset="Shift_JIS"></head><body>日本語</body></html>'.encode("cp932")
    assert described(HEAD + b"Content-Type: text/html\r\n\r\n" + markup)["text"] == "日本語"


def test_a_nested_mail_stays_one_attachment() -> None:
    inner = b"From: x@y.example\r\nSubject: inner\r\n\r\nsecret\r\n"
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nouter\r\n--b\r\n'
    found = described(raw + b"Content-Type: message/rfc822\r\n\r\n" + inner + b"--b--\r\n")
    assert found["text"] == "outer"
    assert [part["name"] for part in found["attachments"]] == ["inner.eml"]


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: All",
        "List-Id: <news.example>",
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"',
        "Return-Path: <>",
        "Subject: 自動返信: お問い合わせ",
        "Subject: Out of Office: back on Monday",
        "Subject: 【自動応答】受付しました",
    ],
)
def test_a_machine_is_recognised(line: str) -> None:
    assert described(HEAD + line.encode() + b"\r\n\r\nx")["auto_submitted"] is True


@pytest.mark.parametrize("line", ["Auto-Submitted: no", "Subject: 自動ドアの修理", "Subject: 不在だったので再配達を"])
def test_a_person_is_not_taken_for_a_machine(line: str) -> None:
    assert described(HEAD + line.encode() + b"\r\n\r\nx")["auto_submitted"] is False


def test_bounces_that_follow_no_standard_are_understood() -> None:
    raw = (
        b"From: Mail Delivery Subsystem <MAILER-DAEMON@docomo.example>\r\nTo: a@b.example\r\nReturn-Path: <>\r\n"
        b"Subject: Mail System Error - Returned Mail\r\n\r\nThe following address failed:\r\n\r\n"
        b"  taro@docomo.example\r\n\r\n550 5.1.1 User unknown\r\n\r\nMessage-ID: <m.1.abc@shop.example>\r\n"
    )
    bounce = described(raw)["bounce"]
    assert bounce == {
        "recipients": ["taro@docomo.example"],
        "status": "5.1.1",
        "permanent": True,
        "reason": "550 5.1.1 User unknown",
    }


def test_only_our_own_servers_verdicts_count() -> None:
    raw = HEAD + b"Authentication-Results: evil.example; dmarc=pass\r\n"
    raw += b"Authentication-Results: mx.shop.example; dmarc=fail; spf=pass\r\n\r\nx"
    mail = reading.read(raw, trust=Trust(frozenset({"mx.shop.example"})))
    assert mail.verdicts == {"dmarc": "fail", "spf": "pass"}
    assert reading.read(raw).verdicts == {}


@pytest.mark.parametrize(
    ("sender", "warning"),
    [
        ('"ceo@corp.example" <x@evil.example>', "name_is_another_address"),
        ("Shop <a@xn--exmple-cua.example>", "punycode"),
        ("=?utf-8?Q?a=E2=80=AEb?= <a@b.example>", "hidden_marks"),
        ("日本語の会社 <a@xn--wgv71a119e.jp>", None),
    ],
)
def test_look_alike_senders_are_named(sender: str, warning: str | None) -> None:
    found = described(f"From: {sender}\r\n\r\nx".encode())
    assert found["verdicts"].get("lookalike") == warning
    assert "\u202e" not in found["from"]["name"]
