"""What people newly wrote, without the mail they answer; and what must stay."""

import pytest

from madoguchi.channels.base.mail.quote import new_part

pytestmark = pytest.mark.once

FOLDED = {
    "gmail in one line": "2024年9月10日(火) 10:00 山田 <a@b.example>:\n\n> 元の文\n> 続き",
    "gmail wrapped": "2024年9月10日(火) 10:00 かわかみキッチン サポート担当\n<support@shop.example>:\n\n> 元の文",
    "gmail without a name": "2024年9月10日(火) 10:00 <a@b.example>:\n> 元の文",
    "iphone": "2024/09/10 10:00、山田 <a@b.example>のメール:\n\n> 元の文",
    "iphone with its line": "iPhoneから送信\n\n2024/09/10 10:00、山田 <a@b.example>のメール:\n\n> 元の文",
    "thunderbird": "2024/09/10 10:00、山田花子 さんは書きました:\n> 元の文",
    "outlook": "差出人: 山田 <a@b.example>\n送信日時: 2024年9月10日 10:00\n宛先: c@d.example\n件名: RE: x\n\n元の文",
    "outlook with a rule": "________________________________\nFrom: A\nSent: Tuesday\nTo: c\nSubject: x\n\n元の文",
    "outlook mark": "-----元のメッセージ-----\nFrom: x\n元の文",
    "original message": "-----Original Message-----\nFrom: x\n元の文",
    "full-width marks": "＞元の文\n＞続き",
    "english": "On Tue, Sep 10, 2024 at 10:00 AM Yamada <a@b.example> wrote:\n> text",
    "english wrapped": "On Tue, Sep 10, 2024 at 10:00 AM Yamada Hanako (S)\n<support@shop.example> wrote:\n\n> text",
    "german": "Am 10.09.2024 um 10:00 schrieb Yamada:\n> text",
    "french": "Le mar. 10 sept. 2024 à 10:00, Yamada <a@b.example> a écrit :\n> text",
    "spanish": "El mar, 10 sept 2024 a las 10:00, Yamada (<a@b.example>) escribió:\n> text",
    "chinese": "在 2024年9月10日，10:00，Yamada <a@b.example> 写道：\n> text",
    "signature": "-- \n田中商店\n03-0000-0000",
}
KEPT = {
    "a list with dashes": "ほしいもの\n- りんご\n- みかん\n-----\n以上です",
    "a form": "フォームからの送信\n差出人: 山田\nメール: a@b.example\n題名: 修理\n本文: 動きません",
    "answers between the questions": "> 型番は？\nRC-100です\n> 購入日は？\n先月です",
    "a date that is no head": "2024年9月10日(火) 10:00 に伺います。\nよろしくお願いします:\n続きです",
    "a forwarded mail": "転送します。\n\n---------- Forwarded message ---------\nFrom: a\n\n中身",
    "nothing but a quote": "> これだけ\n> です",
    "a ruled box": "==========\n重要なお知らせ\n==========\n本文",
}


@pytest.mark.parametrize("name", FOLDED)
def test_the_quote_is_folded(name: str) -> None:
    assert (
        new_part(f"承知しました。\nよろしくお願いします。\n\n{FOLDED[name]}\n")
        == "承知しました。\nよろしくお願いします。"
    )


@pytest.mark.parametrize("name", KEPT)
def test_what_is_no_quote_stays(name: str) -> None:
    assert new_part(KEPT[name]) == KEPT[name]


def test_an_answer_below_the_quote_is_found() -> None:
    text = "2024年9月10日(火) 10:00 山田 <a@b.example>:\n> 元の文\n> 続き\n\n下に書きます。"
    assert new_part(text) == "下に書きます。"
