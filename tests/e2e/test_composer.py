"""Writing with formatting: what one sees is what the customer gets, and nothing written is ever lost."""

import base64
import re
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Desk, MakeTicket, Windows
from tests.e2e.mailing import arrived, eventually, look, received

pytestmark = pytest.mark.once

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><style>td{mso-number-format:General}</style></head>
<body><!--StartFragment--><table border=0 cellpadding=0><colgroup><col width=72 span=2></colgroup>
<tr height=20><td class=xl63 width=72>品番</td><td style='font-weight:700'>数量</td></tr>
<tr height=20><td>KS-12</td><td align=right>3</td></tr><tr height=20><td></td><td></td></tr></table><!--EndFragment-->
</body></html>"""
PASTE = """([html, text, file]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
  if (file) data.items.add(new File([bytes], "image.png", {type: "image/png"}));
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector(".tiptap").dispatchEvent(event);
}"""
DROP = """([name, size, type]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(size)], name, {type}));
  const place = document.querySelector("reply-composer .composer-foot");
  for (const kind of ["dragenter", "dragover", "drop"])
    place.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def editor(page: Page, key: str = "r") -> Locator:
    page.keyboard.press(key)
    field = page.locator("reply-composer .tiptap")
    expect(field).to_be_focused()
    return field


def paste(page: Page, *, html: str = "", text: str = "", file: str = "") -> None:
    page.evaluate(PASTE, [html, text, file])


def saved(page: Page, number: int, kind: str = "reply") -> Any:
    return page.expect_response(lambda answer: f"/tickets/{number}/drafts/{kind}" in answer.url and answer.ok)


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""


def test_formatting_reaches_the_customer_and_the_text_says_the_same(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    number = new_ticket("書式の件")
    page = windows.of("admin", f"/tickets/{number}")
    editor(page)
    page.keyboard.insert_text("ご確認ください。")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.insert_text("本日中")
    page.keyboard.press("Control+b")
    page.keyboard.insert_text("にお願いします。")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="箇条書き", exact=True).click()
    page.keyboard.insert_text("本体")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("保証書")
    page.keyboard.press("Control+Enter")

    mail = arrived(desk, 1, "書式の件")
    assert "ご確認ください。\n本日中にお願いします。\n・本体\n・保証書" in body(mail, "plain").replace("\r\n", "\n")
    assert "<strong>本日中</strong>" in body(mail, "html")
    expect(page.locator(".m-outward .written li")).to_have_text(["本体", "保証書"])


def test_enter_that_ends_a_composition_never_sends_and_opens_no_list(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    number = new_ticket("書式と変換の件")
    page = windows.of("admin", f"/tickets/{number}")
    field = editor(page, "n")
    page.keyboard.insert_text("対応は")
    page.keyboard.type("@")
    popup = page.locator("reply-composer .popup")
    expect(popup).to_be_visible()
    page.keyboard.press("Escape")
    protocol = page.context.new_cdp_session(page)
    for part in ("み", "みさ", "みさき"):
        protocol.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
    expect(popup).to_be_hidden()
    for modifiers in (0, 2):
        key = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229, "modifiers": modifiers}
        protocol.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
        protocol.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    assert look(desk, "SELECT id FROM tickets_message WHERE ticket_id = ? AND kind = 'note'", number) == []
    protocol.send("Input.insertText", {"text": "美咲"})
    expect(popup).to_be_visible()
    expect(popup).to_contain_text("鈴木 美咲")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("さん。")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("お願いします")
    expect(field.locator("p")).to_have_text(["対応は@鈴木 美咲 さん。", "お願いします"])
    page.keyboard.press("Control+Enter")
    named = "SELECT m.id FROM tickets_mention JOIN tickets_message m ON m.id = message_id WHERE m.ticket_id = ?"
    eventually(lambda: len(look(desk, named, number)) == 1, "the note that names 美咲")


def test_a_dropped_file_shows_how_far_it_is_can_be_stopped_and_tried_again(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    windows.expected = ("503", "413")
    number = new_ticket("添付の件")
    page = windows.of("admin", f"/tickets/{number}")
    editor(page)
    held: list[Any] = []
    page.route("**/attachments", lambda route: held.append(route))
    page.evaluate(DROP, ["slow.bin", 200_000, "application/octet-stream"])
    files = page.locator("reply-composer .files:not(.away) .file")
    expect(files.locator("progress")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("reply-composer .notice")).to_be_visible()
    files.get_by_role("button", name="slow.bin").click()
    expect(files).to_have_count(0)

    with page.expect_request("**/attachments"):
        page.evaluate(DROP, ["report.pdf", 1000, "application/pdf"])
    page.wait_for_timeout(50)
    held[1].fulfill(status=503, body="busy")
    expect(files).to_have_class(re.compile("bad"))
    page.unroute("**/attachments")
    files.get_by_role("button", name=re.compile("もう一度|再")).click()
    expect(files.get_by_role("link", name="report.pdf")).to_be_visible()
    page.evaluate(DROP, ["huge.zip", 26 * 1024 * 1024, "application/zip"])
    expect(files.last).to_contain_text("25 MB")
    files.last.get_by_role("button").click()
    page.locator("reply-composer .tiptap").focus()
    page.keyboard.insert_text("報告書を添付いたします。")
    page.keyboard.press("Control+Enter")
    mail = arrived(desk, 1, "添付の件")
    assert [part.get_filename() for part in mail.iter_attachments()] == ["report.pdf"]


def test_a_pasted_screenshot_stands_in_the_text_and_in_the_mail_and_comes_back_with_undo(
    desk: Desk, windows: Windows
) -> None:
    number = desk.founded["tickets"][1]
    page = windows.of("admin", f"/tickets/{number}")
    field = editor(page)
    page.keyboard.insert_text("画面はこちらです。")
    paste(page, file=PNG)
    expect(field.locator("img[src^='/attachments/']")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".m-outward .written img")).to_be_visible()
    page.locator("#toasts button", has_text="取り消").or_(page.locator("[data-take-back]")).first.click()
    expect(field.locator("img[src^='/attachments/']")).to_be_visible()
    expect(field).to_contain_text("画面はこちらです。")

    page.keyboard.press("Control+Enter")
    mail = arrived(desk, 1, "部品の在庫")
    related = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert [part.get_content() for part in related] == [base64.b64decode(PNG)]
    assert f"cid:{related[0]['Content-ID'].strip('<>')}" in body(mail, "html")


def test_a_table_from_excel_stays_a_table_and_brings_no_picture(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    number = new_ticket("表の件")
    page = windows.of("admin", f"/tickets/{number}")
    field = editor(page)
    paste(page, html=EXCEL, text="品番\t数量\nKS-12\t3\n", file=PNG)
    expect(field.locator("table tr")).to_have_count(2)
    expect(field.locator("img")).to_have_count(0)
    expect(page.locator("reply-composer .file")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    mail = arrived(desk, 1, "表の件")
    assert "品番\t数量\nKS-12\t3" in body(mail, "plain").replace("\r\n", "\n")
    assert body(mail, "html").count("<td") == 4


def test_plain_text_keeps_the_words_brings_formatting_back_and_is_remembered(
    windows: Windows, new_ticket: MakeTicket
) -> None:
    number = new_ticket("切り替えの件")
    page = windows.of("admin", f"/tickets/{number}")
    field = editor(page)
    paste(page, html="<ul><li>一つ目</li><li><b>二つ目</b></li></ul>")
    switch = page.locator("reply-composer .composer-foot [aria-pressed]")
    switch.click()
    area = page.locator("reply-composer textarea")
    expect(area).to_have_value("・一つ目\n・二つ目")
    page.locator("reply-composer .notice button").click()
    expect(field.locator("li strong")).to_have_text("二つ目")

    with page.expect_response("**/desk/writing"):
        switch.click()
    expect(area).to_be_focused()
    with saved(page, number):
        page.keyboard.insert_text("。")
    page.reload()
    page.keyboard.press("r")
    expect(area).to_be_focused()
    with page.expect_response("**/desk/writing"):
        page.locator("reply-composer .composer-foot [aria-pressed]").click()
    expect(field).to_be_focused()
    expect(field).to_contain_text("二つ目")


def test_switching_between_reply_and_note_keeps_both_and_mixes_neither(
    windows: Windows, new_ticket: MakeTicket
) -> None:
    number = new_ticket("返信とメモの件")
    page = windows.of("admin", f"/tickets/{number}")
    field = editor(page)
    page.keyboard.insert_text("お客様へのお返事")
    page.get_by_role("tab", name="社内メモ").click()
    expect(field).to_have_text("")
    page.keyboard.insert_text("社内だけの話")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(field).not_to_contain_text("お客様")
    page.keyboard.insert_text("メモ")
    page.get_by_role("tab", name="返信").click()
    expect(field).to_have_text("お客様へのお返事")
    page.get_by_role("tab", name="社内メモ").click()
    expect(field).to_have_text("メモ")


def test_a_macro_is_chosen_with_a_slash_and_shown_filled_before(windows: Windows, desk: Desk) -> None:
    page = windows.of("admin", f"/tickets/{desk.founded['tickets'][0]}")
    field = editor(page)
    page.keyboard.type("/rei")
    popup = page.locator("reply-composer .popup")
    expect(popup.locator(".preview")).to_contain_text("田中 一郎 様")
    page.keyboard.press("Enter")
    expect(field).to_contain_text("お問い合わせありがとうございます。")
    expect(field).not_to_contain_text("{{")
    expect(field).not_to_contain_text("/rei")


def test_two_windows_of_one_person_ask_which_draft_is_meant(windows: Windows, new_ticket: MakeTicket) -> None:
    windows.expected = ("409 (Conflict)",)
    number = new_ticket("二つの窓の件")
    first = windows.of("admin", f"/tickets/{number}")
    second = windows.of("admin", f"/tickets/{number}")
    editor(second)
    second.keyboard.insert_text("二つ目の窓")
    editor(first)
    first.keyboard.insert_text("一つ目の窓")
    notice = first.locator("reply-composer .notice")
    expect(notice).to_contain_text("別の画面", timeout=10_000)
    expect(first.locator("reply-composer .tiptap")).to_have_text("一つ目の窓")
    notice.get_by_role("button").last.click()
    expect(first.locator("reply-composer .tiptap")).to_have_text("二つ目の窓")


def test_a_colleagues_draft_is_seen_and_taken_over(windows: Windows, new_ticket: MakeTicket) -> None:
    number = new_ticket("引き継ぐ件")
    hana = windows.of("hana", f"/tickets/{number}")
    admin = windows.of("admin", f"/tickets/{number}")
    with saved(hana, number):
        hana.keyboard.press("r")
        hana.keyboard.insert_text("花が書きかけた返事です。")
    line = admin.locator(".colleagues .begun")
    expect(line).to_contain_text("山田 花")
    line.get_by_role("button").click()
    expect(admin.locator("reply-composer .tiptap")).to_contain_text("花が書きかけた返事です。")
    expect(line).to_have_count(0)


def test_a_card_number_never_leaves_and_a_wrong_name_only_when_confirmed(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    windows.expected = ("422",)
    number = new_ticket("確かめる件")
    page = windows.of("admin", f"/tickets/{number}")
    field = editor(page)
    page.keyboard.insert_text("佐藤 様")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("カードは ４１１１ １１１１ １１１１ １１１１ ですね。")
    page.keyboard.press("Control+Enter")
    forbidden = page.get_by_role("dialog")
    expect(forbidden).to_contain_text("1111")
    forbidden.get_by_role("button").click()
    expect(field).to_contain_text("佐藤 様")
    assert received(desk, "確かめる件") == []

    field.locator("p").last.click(click_count=3)
    page.keyboard.insert_text("よろしくお願いします。")
    page.keyboard.press("Control+Enter")
    doubts = page.locator("reply-composer .doubts [role=alert]")
    expect(doubts).to_contain_text("佐藤")
    assert received(desk, "確かめる件") == []
    doubts.get_by_role("button").click()
    arrived(desk, 1, "確かめる件")


def test_no_answer_can_be_written_into_a_ticket_that_is_not_there_yet(
    desk: Desk, windows: Windows, new_ticket: MakeTicket
) -> None:
    windows.expected = ("net::ERR_FAILED",)
    slow, broken = new_ticket("遅い問い合わせ"), new_ticket("壊れた問い合わせ")
    first = new_ticket("先の問い合わせ")
    page = windows.of("admin", "/desk?box=new&scope=all")
    held: list[Any] = []
    page.route(re.compile(rf"/tickets/{slow}(\?|$)"), lambda route: held.append(route))
    page.route(re.compile(rf"/tickets/{broken}(\?|$)"), lambda route: route.abort())
    page.locator(f"#row-{first} a").click()
    editor(page)
    page.keyboard.insert_text("先のお客様へ")
    page.locator(f"#row-{slow} a").click()
    expect(page.locator("#ticket-pane .ticket-head")).to_contain_text("遅い問い合わせ")
    expect(page.locator("reply-composer")).to_have_count(0)
    for key in ("r", "e", "Control+Enter"):
        page.keyboard.press(key)
    for route in held:
        route.continue_()
    expect(page.locator("reply-composer .bound")).to_contain_text(f"#{slow}")
    field = page.locator("reply-composer .tiptap")
    expect(field).to_be_focused()
    expect(field).to_have_text("")
    assert look(desk, "SELECT status FROM tickets_ticket WHERE id = ?", slow) == [("new",)]

    page.locator(f"#row-{broken} a").click()
    expect(page.locator("#ticket-pane [role=alert]")).to_be_visible()
    expect(page.locator("reply-composer")).to_have_count(0)
    page.locator(f"#row-{first} a").click()
    expect(page.locator("reply-composer .tiptap, reply-composer textarea")).to_be_visible()
    expect(editor(page)).to_have_text("先のお客様へ")
