"""What really leaves: character codes, text parts, names of files, who it is from, big files as links."""

import base64
import re
from email import message_from_bytes, policy
from typing import Any

import pytest

from madoguchi.channels.base.mail import flowed, flowing, sending
from madoguchi.channels.models import Inbox
from madoguchi.kernel import clock
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.plain.messages import Address, FilePart, OutboundMessage
from madoguchi.people.models import Agent
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import attaching, replying, shelving
from tests.cast import TANAKA_ADDRESS, Cast, acting, signed_in, visitor
from tests.channels.conftest import mail, take_in
from tests.servers.postbox import Postbox

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def outbound(text: str, **more: Any) -> OutboundMessage:
    values = {"subject": "ご注文について", "to": (Address("tanaka@example.com", "田中 一郎"),), **more}
    return OutboundMessage("m.1@shop.example", Address("support@shop.example", "窓口"), text=text, **values)


def read(content: bytes) -> Any:
    return message_from_bytes(content, policy=policy.default)


def text_of(message: Any) -> str:
    part = message.get_body(("plain",)) or message
    text: str = part.get_content().replace("\r\n", "\n")
    if part["Content-Type"].params.get("format") == "flowed":
        return flowed.unflow(text, delsp=part["Content-Type"].params.get("delsp") == "yes")
    return text


LINES = [
    "ふつうの文です。",
    ".",
    "..二つの点",
    "From the beginning",
    "> 引用された行",
    "  字下げ",
    "とても長い一行です。" * 60,
    "a" * 2000,
    "An English sentence that goes on and on, with a comma here and there. " * 12,
    "https://shop.example/" + "path/" * 60,
    "-- ",
    "署名 ～－―",
]


@pytest.mark.once
@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp"])
def test_every_line_arrives_as_it_was_written_and_no_line_is_too_long(charset: str) -> None:
    content = sending.content_of(outbound("\n".join(LINES), charset=charset))
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.isascii()
    assert not re.search(rb"^(From |\.$)", content.partition(b"\r\n\r\n")[2], re.MULTILINE)
    got = text_of(read(content)).rstrip("\n").replace("〜", "～").replace("−", "－").split("\n")
    assert [line.strip() for line in got] == [line.strip() for line in LINES]


@pytest.mark.once
@pytest.mark.parametrize("text", ["😀 絵文字です", "①と㈱と髙橋様", "Plain English.", "Mostly English, one é."])
def test_a_text_that_jis_cannot_say_leaves_as_utf8_and_loses_nothing(text: str) -> None:
    message = read(sending.content_of(outbound(text, charset="iso-2022-jp", subject=text)))
    assert text_of(message).strip() == text
    assert message["Subject"] == text


@pytest.mark.once
def test_jis_is_really_jis_in_headers_and_body() -> None:
    content = sending.content_of(outbound("お世話になっております。ｶﾀｶﾅ～", charset="iso-2022-jp"))
    assert b"charset=ISO-2022-JP" in content
    assert b"=?ISO-2022-JP?B?" in content
    assert b"UTF-8" not in content
    body = content.partition(b"\r\n\r\n")[2]
    assert body.decode("iso2022_jp").strip() == "お世話になっております。カタカナ〜"


@pytest.mark.once
def test_long_japanese_lines_are_broken_where_a_reader_would_break_them() -> None:
    lines = flowing.flow(
        "これは、とても長い文章です。「かぎ括弧」や、句読点が、行の先頭に来てはいけません。" * 4
    ).split("\n")
    assert len(lines) > 3
    assert all(flowing.columns(line) <= 80 for line in lines)
    assert not any(line[0] in "、。」" for line in lines)
    assert not any(line.rstrip(" ").endswith("「") for line in lines)


@pytest.mark.once
@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp"])
@pytest.mark.parametrize(
    "name",
    [
        "見積書.pdf",
        "a" * 150 + ".pdf",
        "表 予算能力.xlsx",
        'x"; name="evil.exe',
        "😀.png",
        "..\\..\\secret.txt",
        "写" * 90,
    ],
)
def test_names_of_files_arrive_for_new_and_old_programs(charset: str, name: str) -> None:
    content = sending.content_of(outbound("本文", charset=charset, files=(FilePart(name, "application/pdf", b"x"),)))
    part = next(read(content).iter_attachments())
    expected = re.sub(r'[/\\:*?"<>|]', "_", name).strip(". ")
    assert part.get_filename() == expected
    old = str(part["Content-Type"].params["name"]) if expected.isascii() else ""
    assert old in ("", expected)
    assert b'name="=?' in content or expected.isascii()


@pytest.mark.once
def test_a_picture_in_the_text_travels_with_it() -> None:
    files = (FilePart("図.png", "image/png", PNG, "pic1@shop"), FilePart("別紙.pdf", "application/pdf", b"%PDF"))
    message = read(
        sending.content_of(outbound("図です", html='<p>図です<img src="cid:pic1@shop" alt="図"></p>', files=files))
    )
    assert message.get_content_type() == "multipart/mixed"
    related = next(part for part in message.walk() if part.get_content_type() == "multipart/related")
    assert [part.get_content_type() for part in related.iter_parts()] == ["text/html", "image/png"]
    assert [part.get_filename() for part in message.iter_attachments()][-1] == "別紙.pdf"
    picture = list(related.iter_parts())[1]
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<pic1@shop>", "inline")


@pytest.mark.once
def test_only_machines_mail_says_so_and_offers_to_stop() -> None:
    stop = "https://desk.example/unsubscribe/abc"
    person = read(sending.content_of(outbound("人から", unsubscribe=stop)))
    machine = read(sending.content_of(outbound("自動", auto=True, unsubscribe=stop, in_reply_to="a@b")))
    house = read(sending.content_of(outbound("招待", auto=True)))
    assert [person[name] for name in ("Auto-Submitted", "List-Unsubscribe", "Precedence")] == [None] * 3
    assert (machine["Auto-Submitted"], house["Auto-Submitted"]) == ("auto-replied", "auto-generated")
    assert machine["List-Unsubscribe"] == f"<{stop}>"
    assert machine["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert house["List-Unsubscribe"] is None


def reply(cast: Cast, inbox: Inbox, text: str = "承知しました。", **more: Any) -> Any:
    """花 posts an answer through the desk."""
    if not Ticket.objects.exists():
        take_in(inbox, mail())
    ticket = Ticket.objects.get()
    values = {"text": text, "last_seen_id": ticket.last_message_id, **more}
    return signed_in(cast.hana).post(f"/tickets/{ticket.id}/replies", values, headers={"accept": "application/json"})


def test_hana_is_asked_before_characters_are_lost(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    Inbox.objects.update(settings={**inbox.settings, "charset": "iso-2022-jp"})
    refused = reply(cast, inbox, "髙橋様\n①をお送りします。")
    assert refused.status_code == 422
    found = [doubt for doubt in refused.json()["details"]["doubts"] if doubt["code"] == "not_in_charset"]
    assert "髙 ①" in found[0]["text"]
    codes = [doubt["code"] for doubt in refused.json()["details"]["doubts"]]
    assert reply(cast, inbox, "髙橋様\n①をお送りします。", accepted=codes).status_code == 201
    run_due()
    assert "髙橋様\n①" in text_of(read(postbox.mails[0]))
    ticket = Ticket.objects.get()
    with pytest.raises(Exception, match="text_not_representable"):
        replying.reply(ticket.id, text="①", last_seen_id=None, confirm_newer=True, by=acting(cast.hana))


def test_the_inbox_decides_whose_name_stands_in_from(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    for style, name in (("inbox", "かわかみキッチン"), ("agent", "山田 花"), ("both", "山田 花（かわかみキッチン）")):
        Inbox.objects.update(sender_style=style)
        reply(cast, inbox, f"{style}: 田中様")
        run_due()
        sender = read(postbox.mails[-1])["From"].addresses[0]
        assert (sender.display_name, sender.addr_spec) == (name, "support@shop.example")


def test_answers_to_the_signed_address_find_their_ticket(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    Inbox.objects.update(settings={**inbox.settings, "reply_token": "plus"})
    reply(cast, inbox)
    run_due()
    to = read(postbox.mails[0])["Reply-To"].addresses[0].addr_spec
    assert re.fullmatch(r"support\+[a-z2-9]{8}\.[0-9a-f]{16}@shop\.example", to)
    take_in(inbox, mail("ありがとうございます。", subject="お礼", to=to, message_id="thanks@kawakami-shoji.example"))
    assert Ticket.objects.count() == 1


def links(cast: Cast, inbox: Inbox, postbox: Postbox, settings: Any) -> tuple[str, Message]:
    """花 sends a file that is too big for the inbox; the path of the page its link leads to."""
    settings.PUBLIC_URL = "https://desk.example"
    Inbox.objects.update(largest_mail_mb=1, link_days=7)
    hana = acting(cast.hana)
    big = attaching.upload(name="設計図<script>.pdf", type="application/pdf", content=b"%PDF" + bytes(1 << 20), by=hana)
    small = attaching.upload(name="小.txt", type="text/plain", content=b"x", by=hana)
    warned = reply(cast, inbox, "図面です。", attachment_ids=[big.id, small.id])
    doubts = warned.json()["details"]["doubts"]
    assert "設計図<script>.pdf" in next(doubt["text"] for doubt in doubts if doubt["code"] == "files_as_links")
    codes = [doubt["code"] for doubt in doubts]
    assert reply(cast, inbox, "図面です。", attachment_ids=[big.id, small.id], accepted=codes).status_code == 201
    run_due()
    message = read(postbox.mails[-1])
    assert [part.get_filename() for part in message.iter_attachments()] == ["小.txt"]
    found = re.search(r"https://desk\.example(/sent-files/\S+)", text_of(message))
    assert found is not None
    return found[1], Message.objects.get(kind="outward")


def test_a_file_too_big_for_mail_is_downloaded_by_a_signed_link(
    cast: Cast, inbox: Inbox, postbox: Postbox, settings: Any
) -> None:
    path, message = links(cast, inbox, postbox, settings)
    page = visitor().get(path, headers={"accept-language": "ja"}).content.decode()
    assert "設計図&lt;script&gt;.pdf" in page
    assert "Files for you" in visitor().get(f"{path}?lang=en", headers={"accept-language": "en"}).content.decode()
    download = next(iter(re.findall(rf'href="({path}/\d+)"', page)))
    response = visitor().get(download)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Madoguchi-File"]
    assert message.state == "sent"


def test_links_cannot_be_made_up_prolonged_or_used_for_other_files(
    cast: Cast, inbox: Inbox, postbox: Postbox, settings: Any
) -> None:
    path, message = links(cast, inbox, postbox, settings)
    other = attaching.upload(name="他.txt", type="text/plain", content=b"secret", by=acting(cast.hana))
    number, ends, signed = path.rsplit("/", 1)[1].split("-")
    forged = [
        f"/sent-files/{number}-{int(ends) + 86400}-{signed}",
        f"/sent-files/{int(number) - 1}-{ends}-{signed}",
        f"/sent-files/{number}-{ends}-{signed[:-1]}",
        f"/sent-files/{number}-{ends}-",
        f"/sent-files/{number}-{ends}-{'0' * 40}",
        "/sent-files/x",
        f"{path}/{other.id}",
        f"{path}/999999",
    ]
    assert [visitor().get(address).status_code for address in forged] == [410] * len(forged)
    assert visitor().get(path).status_code == 200
    shelving.shelve(message.ticket_id, status="bin", by=acting(cast.misaki))
    assert visitor().get(path).status_code == 410


def test_a_link_runs_out_and_cannot_be_opened_without_end(
    cast: Cast, inbox: Inbox, postbox: Postbox, settings: Any
) -> None:
    path, message = links(cast, inbox, postbox, settings)
    with clock.held_at(message.created_at.replace(year=message.created_at.year + 1)):
        assert visitor().get(path).status_code == 410
    statuses = [visitor().get(path).status_code for _time in range(70)]
    assert (statuses[0], statuses[-1]) == (200, 410)


def test_a_customer_stops_receipt_notices_with_one_click_and_people_still_reach_them(
    cast: Cast, inbox: Inbox, postbox: Postbox, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://desk.example"
    Inbox.objects.update(receipt_enabled=True)
    take_in(inbox, mail())
    run_due()
    notice = read(postbox.mails[0])
    path = str(notice["List-Unsubscribe"]).strip("<>").removeprefix("https://desk.example")
    assert visitor().get(path).status_code == 200
    take_in(inbox, mail(message_id="2@kawakami-shoji.example", subject="二件目"))
    run_due()
    assert len(postbox.mails) == 2
    from madoguchi.channels.models import Receipt

    Receipt.objects.all().delete()
    assert visitor().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    take_in(inbox, mail(message_id="3@kawakami-shoji.example", subject="三件目"))
    run_due()
    assert len(postbox.mails) == 2
    assert visitor().post("/unsubscribe/made-up", {"List-Unsubscribe": "One-Click"}).status_code == 404
    ticket = Ticket.objects.first()
    assert ticket is not None
    replying.reply(ticket.id, text="お返事です。", last_seen_id=None, confirm_newer=True, by=acting(cast.hana))
    run_due()
    assert len(postbox.mails) == 3


def test_a_name_cannot_add_lines_to_a_signature_or_header(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    Agent.objects.filter(pk=cast.hana.id).update(name='花\r\nBcc: spy@evil.example "<x@y>')
    Inbox.objects.update(sender_style="both")
    evil = f'From: "a =?utf-8?q?=0D=0ABcc:_spy=40evil.example?=" <{TANAKA_ADDRESS}>'.encode()
    take_in(inbox, re.sub(rb"(?m)^From: .*\n(?: .*\n)*", evil + b"\n", mail()))
    reply(cast, inbox)
    run_due()
    message = read(postbox.mails[0])
    assert message["Bcc"] is None
    assert postbox.recipients[0] == [TANAKA_ADDRESS]
    assert len(message.get_all("From")) == 1
