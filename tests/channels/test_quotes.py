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
    "afternoon": "2024年9月10日(火) 午後3:05 山田 <a@b.example>:\n> 元の文",
    "old gmail": "2013年9月10日 10:00 山田 太郎 <a@b.example>:\n> 元の文",
    "a date and a name": "2024/09/10 10:00 山田さん:\n> 元の文",
    "apple mail": "2024年9月10日 10:00、山田 太郎 <a@b.example> のメール：\n\n> 元の文",
    "yahoo": "2024年9月10日 火曜日 10:00、山田 <a@b.example> のメール：\n> 元の文",
    "becky": "山田さんは書きました:\n> 元の文",
    "two lines of shuriken": "On Tue, 10 Sep 2024 10:00:00 +0900\n山田 <a@b.example> wrote:\n> 元の文",
    "bold outlook": "*差出人:* 山田\n*送信日時:* 2024年9月10日\n*宛先:* c\n*件名:* x\n\n元の文",
    "outlook for ios": "Outlook for iOS を入手\n\n差出人: 山田\n送信日時: 2024\n宛先: c\n件名: x\n\n元の文",
    "hotmail": "From: 山田\nDate: Tue, 10 Sep 2024\nTo: c\nSubject: x\n\n元の文",
    "quoted head": "iPhoneから送信\n\n> 2024/09/10 10:00、山田 <a@b.example>のメール:\n> \n> 元の文",
    "a name alone": "山田様:\n> 元の文",
    "docomo": "---元のメッセージ---\n差出人: x\n元の文",
    "thunderbird mark": "-------- 元のメッセージ --------\nSubject: x\n元の文",
    "german outlook": "Von: A\nGesendet: Dienstag\nAn: c\nBetreff: x\n\ntext",
    "french outlook": "De : A\nEnvoyé : mardi\nÀ : c\nObjet : x\n\ntext",
    "russian": "вт, 10 сент. 2024 г. в 10:00, Yamada <a@b.example> пишет:\n> text",
    "polish": "wt., 10 wrz 2024 o 10:00 Yamada <a@b.example> napisał(a):\n> text",
    "korean": "2024년 9월 10일 (화) 10:00, Yamada <a@b.example>님이 작성:\n> text",
    "ruled signature": "------------\n株式会社田中商店\n田中 一郎\nTEL 03-0000-0000\n------------",
    "decorated signature": "━━━━━━━━━━━━\n田中 一郎\n〒100-0001 東京都\nmail: t@x.example\n━━━━━━━━━━━━",
    "signature": "-- \n田中商店\n03-0000-0000",
}
KEPT = {
    "a list with dashes": "ほしいもの\n- りんご\n- みかん\n-----\n以上です",
    "a form": "フォームからの送信\n差出人: 山田\nメール: a@b.example\n題名: 修理\n本文: 動きません",
    "answers between the questions": "> 型番は？\nRC-100です\n> 購入日は？\n先月です",
    "a date that is no head": "2024年9月10日(火) 10:00 に伺います。\nよろしくお願いします:\n続きです",
    "a forwarded mail": "転送します。\n\n---------- Forwarded message ---------\nFrom: a\n\n中身",
    "nothing but a quote": "> これだけ\n> です",
    "a ruled order": "注文内容です\n----------\n炊飯器 2台\nケトル 1台\n----------\n合計3点",
    "a forward with its block": "差出人: 山\n送信日時: 2\n宛先: c\n\n読んで\n\n差出人: 鈴\n送信日時: 1\n宛先: d\n\n元",
    "a quoted error": "次のエラーです\n> Error 500\nどうすればよいですか。",
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


@pytest.mark.parametrize("subject", ["FW: 故障", "Fwd: Broken", "WG: Defekt", "[EXT] FW: x", "転送: 故障"])
def test_mail_that_is_handed_on_stays_whole(subject: str) -> None:
    text = "ご対応ください。\n\n差出人: 鈴木\n送信日時: 2024年9月10日\n宛先: 店\n件名: 故障\n\n壊れました。"
    assert new_part(text, subject=subject) == text
    assert new_part(text, subject=f"Re: {subject}") == "ご対応ください。"


def test_an_answer_below_the_quote_is_found() -> None:
    text = "2024年9月10日(火) 10:00 山田 <a@b.example>:\n> 元の文\n> 続き\n\n下に書きます。"
    assert new_part(text) == "下に書きます。"
