"""The customers of the demo: six companies and sixty people. All addresses end in .example and lead nowhere."""

from dataclasses import dataclass

COMPANIES = {
    "hoshizora": ("株式会社ほしぞらホテルズ", "ほしぞらほてるず", "hoshizora-hotels.example", "長野県松本市見本1-2-3"),
    "aoba": ("青葉食品株式会社", "あおばしょくひん", "aoba-foods.example", "宮城県仙台市青葉区見本町4-5"),
    "cafe": ("合同会社カフェひなた", "かふぇひなた", "cafe-hinata.example", "京都府京都市左京区見本町6"),
    "school": ("学校法人みどり学園", "みどりがくえん", "midori-gakuen.example", "埼玉県さいたま市見本区7-8"),
    "zakka": ("雑貨の店 つむぎ", "つむぎ", "tsumugi-zakka.example", "石川県金沢市見本9-10"),
    "harbour": ("Harbour Bistro K.K.", "はーばーびすとろ", "harbour-bistro.example", "神奈川県横浜市中区見本11"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One customer; `company` is a key of COMPANIES or empty."""

    name: str
    kana: str
    address: str
    company: str = ""
    title: str = ""
    language: str = "ja"

    @property
    def family(self) -> str:
        """The name used in letters."""
        return self.name.split()[0] if self.language == "ja" else self.name


def people() -> list[Person]:
    """Everyone, in a fixed order."""
    found = []
    for line in _LINES.strip().splitlines():
        name, kana, mailbox, company, title = (part.strip() for part in line.split("|"))
        domain = COMPANIES[company][2] if company else "mail.example"
        language = "en" if name.isascii() else "ja"
        found.append(Person(name, kana, f"{mailbox}@{domain}", company, title, language))
    return found


_LINES = """
田中 由美子|たなか ゆみこ|yumiko.tanaka||
山本 隆|やまもと たかし|t-yamamoto||
伊藤 さくら|いとう さくら|sakura.ito||
加藤 浩二|かとう こうじ|kato.koji||
吉田 真理|よしだ まり|mari-yoshida||
山田 太郎|やまだ たろう|taro.yamada||
佐々木 恵|ささき めぐみ|megumi.s||
山口 直樹|やまぐち なおき|naoki.yamaguchi||
井上 和子|いのうえ かずこ|kazuko.inoue||
木村 翔太|きむら しょうた|kimura-shota||
林 美穂|はやし みほ|miho.hayashi||
斎藤 学|さいとう まなぶ|m-saito||
清水 陽子|しみず ようこ|yoko.shimizu||
森 拓也|もり たくや|takuya.mori||
池田 千尋|いけだ ちひろ|chihiro.ikeda||
橋本 剛|はしもと つよし|hashimoto.tsuyoshi||
阿部 智子|あべ ともこ|tomoko.abe||
石川 亮|いしかわ りょう|ryo-ishikawa||
山崎 あかね|やまざき あかね|akane.yamazaki||
中島 修|なかじま おさむ|osamu.nakajima||
前田 香織|まえだ かおり|kaori.maeda||
藤田 悠斗|ふじた ゆうと|yuto.fujita||
後藤 文子|ごとう ふみこ|fumiko.goto||
岡田 健一|おかだ けんいち|k.okada||
長谷川 玲|はせがわ れい|rei.hasegawa||
村上 正人|むらかみ まさと|masato.murakami||
近藤 奈々|こんどう なな|nana.kondo||
石井 光雄|いしい みつお|mitsuo-ishii||
坂本 愛|さかもと あい|ai.sakamoto||
遠藤 雄大|えんどう ゆうだい|yudai.endo||
青木 早紀|あおき さき|saki.aoki||
藤井 豊|ふじい ゆたか|yutaka.fujii||
西村 瑞希|にしむら みずき|mizuki.nishimura||
福田 春江|ふくだ はるえ|harue.fukuda||
太田 洋平|おおた ようへい|yohei.ota||
三浦 沙織|みうら さおり|saori.miura||
岡本 大地|おかもと だいち|daichi.okamoto||
松田 志保|まつだ しほ|shiho.matsuda||
髙橋 敏江|たかはし としえ|toshie.takahashi||
渡邊 一郎|わたなべ いちろう|ichiro.watanabe||
原田 みのり|はらだ みのり|minori.harada||
小川 渉|おがわ わたる|wataru.ogawa||
竹内 久美|たけうち くみ|kumi.takeuchi||
中野 俊介|なかの しゅんすけ|shunsuke.nakano||
John Smith||john.smith||
Olivia Martin||olivia.martin||
Noah Wilson||noah.wilson||
Priya Sharma||priya.sharma||
星野 圭吾|ほしの けいご|hoshino|hoshizora|購買課 課長
平井 なつき|ひらい なつき|hirai|hoshizora|料飲部
今井 健太郎|いまい けんたろう|imai|aoba|総務部
上田 雅美|うえだ まさみ|ueda|aoba|経理部
日向 ひかる|ひなた ひかる|hikaru|cafe|代表
大野 創|おおの はじめ|ono|cafe|店長
緑川 典子|みどりかわ のりこ|midorikawa|school|栄養士
菊地 誠司|きくち せいじ|kikuchi|school|事務長
柏木 紬|かしわぎ つむぎ|tsumugi|zakka|店主
本多 静|ほんだ しずか|honda|zakka|仕入れ担当
Daniel Moore||daniel|harbour|Head chef
三宅 理恵|みやけ りえ|miyake|harbour|マネージャー
"""
