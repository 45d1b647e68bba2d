"""What a customer newly wrote stands on the desk; quote and signature are folded beside it and lost to nobody."""

import re

import pytest
from django.test import Client

from madoguchi.channels.base.mail.quote import new_part
from tests import cast as people
from tests.web.desk.conftest import Mail

FRAGMENT = {"X-Fragment": "1"}

TEXT = """はい、木曜日でお願いします。

-------------------------
川上商事　田中一郎
TEL 03-0000-0000
-------------------------

2024年9月10日(火) 10:00 サポート <help@koyomi.example>:

> 木曜日はいかがでしょうか。
> 見積番号は Q-20777 です。"""


@pytest.fixture
def answer(mail: Mail) -> int:
    return mail("訪問の日", TEXT, reply=new_part(TEXT)).ticket_id


def test_hana_sees_the_new_words_and_opens_signature_and_quote_apart(hana: Client, answer: int) -> None:
    page = hana.get(f"/tickets/{answer}", headers=FRAGMENT).content.decode()
    new = page.split("data-text>")[1].split("</div>")[0]
    assert new == "はい、木曜日でお願いします。"
    signature, quote = re.findall(r'<details class="folded folded-(\w+)">(.*?)</details>', page, re.DOTALL)
    assert signature[0] == "signature"
    assert quote[0] == "quote"
    assert "川上商事" in signature[1]
    assert "川上商事" not in quote[1]
    assert "見積番号は Q-20777" in quote[1]
    assert "data-unfold" in page


def test_a_mail_without_a_quote_has_nothing_to_open(hana: Client, mail: Mail) -> None:
    number = mail("質問", "電源が入りません。").ticket_id
    page = hana.get(f"/tickets/{number}", headers=FRAGMENT).content.decode()
    assert "folded" not in page
    assert "data-unfold" not in page


@pytest.mark.parametrize("words", ["Q-20777", "川上商事"])
def test_hana_finds_words_that_are_folded_away(hana: Client, answer: int, words: str) -> None:
    assert f'id="row-{answer}"' in hana.get("/desk", {"q": words}, headers=FRAGMENT).content.decode()


def test_a_word_deep_in_a_long_quote_is_found(hana: Client, mail: Mail) -> None:
    text = "解決しました。\n\n" + "> 以前のやりとりの一行です。\n" * 900 + "> 製造番号 ZX-90418"
    number = mail("お礼", text, reply=new_part(text)).ticket_id
    assert f'id="row-{number}"' in hana.get("/desk", {"q": "ZX-90418"}, headers=FRAGMENT).content.decode()


def test_the_frame_of_an_html_mail_folds_its_quote(hana: Client, mail: Mail) -> None:
    html = (
        '<div>承知しました。</div><div class="gmail_quote"><div class="gmail_attr">2024年9月10日(火) 10:00 店 &lt;'
        'a@b.example&gt;:</div><blockquote type="cite"><b>伺います。</b></blockquote></div>'
    )
    letter = mail("返事", "承知しました。", html=html)
    page = hana.get(f"/messages/{letter.message_id}/html").content.decode()
    assert '<div class="gmail_quote" data-part="quote">' in page
    assert "<b>伺います。</b>" in page
    assert "<div>承知しました。</div>" in page


def test_the_list_and_the_snippet_show_the_new_words(hana: Client, answer: int, cast: people.Cast) -> None:
    rows = hana.get("/desk", headers=FRAGMENT).content.decode()
    assert "はい、木曜日でお願いします。" in rows
    assert "TEL 03-0000-0000" not in rows
