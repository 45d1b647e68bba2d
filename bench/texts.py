"""Texts as customers and agents of a Japanese kitchen shop write them: from parts, seeded, of varied length."""

# ruff: noqa: E501, SIM905

import random

SURNAMES = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 森 池田 橋本".split()
GIVEN = "花子 健 美咲 翔太 陽菜 大輔 結衣 拓也 さくら 誠 恵 直樹 由美 浩 真由美 亮 彩 隆 愛 学 香織 剛 智子 修".split()
KANA = "さとう すずき たかはし たなか いとう わたなべ やまもと なかむら こばやし かとう よしだ やまだ ささき やまぐち まつもと いのうえ きむら はやし さいとう しみず もり いけだ はしもと".split()
ENGLISH = ["John Smith", "Emma Brown", "Liam Wilson", "Olivia Martin", "Noah Clark", "Ava Lewis"]
TRADES = "商事 物産 フーズ 食品 製作所 ホテル 厨房機器 リビング 流通 サービス".split()
PRODUCTS = "電気圧力鍋 オーブンレンジ 卓上ミキサー 電気ケトル ホームベーカリー 食器洗い乾燥機 コーヒーメーカー 炊飯器 フードプロセッサー IH調理器".split()
CATEGORIES = "注文・配送 返品・交換 修理・故障 使い方 請求・支払い 部品・消耗品 法人取引 その他".split()
TAGS = "至急 返金 初期不良 部品待ち 再配達 領収書 保証期間内 保証切れ 法人 リピーター クレーム 要電話 在庫確認 仕様確認 海外".split()
TEAMS = "一次受付 配送 修理 請求 法人 技術サポート 品質保証 海外 店舗 Web".split()

SUBJECTS = (
    "{p}が動きません",
    "{p}の配送日を変更したい",
    "注文番号{n}の領収書について",
    "{p}の部品は買えますか",
    "{p}を返品したいです",
    "【お問い合わせ】{p}の使い方",
    "請求書の宛名変更のお願い(注文{n})",
    "Re: {p}の修理見積もりの件",
    "{p}から異音がします。保証の対象になるか教えてください",
    "配送先の住所を間違えました(注文番号 {n})",
)
SENTENCES = (
    "先日そちらで購入した{p}について伺います。",
    "注文番号は{n}です。",
    "電源を入れても表示が点かず、ボタンを押しても反応がありません。",
    "昨日の夕方に届く予定でしたが、まだ受け取れていません。",
    "配送会社の追跡番号で確認すると「持戻り」となっていました。",
    "説明書の12ページの手順どおりに試しましたが、状況は変わりませんでした。",
    "可能でしたら、今週の土曜日の午前中に変更していただけますか。",
    "領収書の宛名を「株式会社」から始まる正式名称に直していただきたいです。",
    "使い始めて三か月ほどですが、運転中にカタカタという音がします。",
    "保証書は手元にあります。修理と交換のどちらになるでしょうか。",
    "急ぎではありませんが、お手すきの際にご確認ください。",
    "写真を撮りましたので、必要であればお送りします。",
    "同じ型番の後継機があれば、あわせて教えていただけると助かります。",
    "家族が毎日使っているため、できるだけ早く直したいと考えています。",
    "前回のお問い合わせでは丁寧に対応していただき、ありがとうございました。",
    "支払いはクレジットカードで済ませていますが、明細に二重に載っています。",
    "箱を開けたところ、側面にへこみがありました。",
    "パッキンだけの購入はできますか。型番が分からないので調べていただけますか。",
)
ANSWERS = (
    "お問い合わせいただきありがとうございます。",
    "このたびはご不便をおかけし、誠に申し訳ございません。",
    "ご注文番号{n}の状況を確認いたしました。",
    "配送会社に確認したところ、明日の午前中にお届けできる見込みです。",
    "{p}は保証期間内ですので、無償で修理を承ります。",
    "お手数ですが、底面の銘板に記載された製造番号をお知らせいただけますでしょうか。",
    "交換品は本日中に発送し、発送後に追跡番号をご連絡いたします。",
    "領収書は宛名を修正のうえ、このメールに添付いたしました。",
    "電源コードを一度抜き、10分ほど置いてからもう一度お試しください。",
    "ご指定の日時に変更を承りました。",
    "技術担当に確認のうえ、二営業日以内に改めてご連絡いたします。",
    "返品の場合は、同封の着払い伝票をご利用ください。",
    "ほかにご不明な点がございましたら、このメールにそのままご返信ください。",
)
NOTES = (
    "電話で本人確認済み。次回は夕方以降に連絡希望。",
    "在庫は倉庫Bに3台。明日の便で出せます。",
    "過去にも同じ症状あり。品質保証に共有しました。",
    "返金の承認待ち。経理に依頼済み。",
    "先方はかなりお怒りです。次の返信は一度見せてください。",
)
ENGLISH_SENTENCES = (
    "I ordered a rice cooker from your store last week (order {n}).",
    "The parcel arrived, but the lid does not close properly.",
    "Could you tell me whether this is covered by the warranty?",
    "I would prefer a replacement over a refund.",
    "I am leaving Japan at the end of the month, so a quick answer would help.",
    "Thank you very much for your help.",
)


class Writer:
    """Writes texts from a pool of bodies, so that a million messages cost seconds. Same seed, same texts."""

    def __init__(self, chance: random.Random, bodies: int = 4000) -> None:
        self.chance = chance
        self.inward = [self._body(SENTENCES, 2, 9) for _ in range(bodies)]
        self.outward = [self._body(ANSWERS, 3, 8) for _ in range(bodies)]
        self.english = [self._body(ENGLISH_SENTENCES, 2, 5, " ") for _ in range(200)]

    def subject(self) -> str:
        """A subject line."""
        return self.chance.choice(SUBJECTS).format(p=self.chance.choice(PRODUCTS), n=self._order())

    def from_customer(self, name: str, quoted: str) -> tuple[str, str]:
        """The whole text, and only what is new in it (empty when nothing is quoted)."""
        if name.isascii():
            new = f"Hello,\n\n{self.chance.choice(self.english)}\n\nBest regards,\n{name}"
        else:
            new = f"お世話になっております。{name}です。\n\n{self.chance.choice(self.inward)}\n\nよろしくお願いいたします。\n{name}"
        return (f"{new}\n\n{_quote(quoted)}", new) if quoted else (new, "")

    def from_agent(self, customer: str, agent: str) -> str:
        """A reply with a salutation and a signature."""
        if customer.isascii():
            return f"Dear {customer},\n\n{self.chance.choice(self.english)}\n\nKind regards,\n{agent}"
        return f"{customer} 様\n\n{self.chance.choice(self.outward)}\n\n――――――――\nかまど家電 お客様窓口\n担当: {agent}"

    def note(self) -> str:
        """An internal note."""
        return self.chance.choice(NOTES)

    def _body(self, sentences: tuple[str, ...], least: int, most: int, glue: str = "") -> str:
        picked = self.chance.sample(sentences, self.chance.randint(least, min(most, len(sentences))))
        paragraphs = [glue.join(picked[i : i + 3]) for i in range(0, len(picked), 3)]
        return "\n\n".join(paragraphs).format(p=self.chance.choice(PRODUCTS), n=self._order())

    def _order(self) -> str:
        return f"K{self.chance.randint(100000, 999999)}"


def as_html(text: str) -> str:
    """The same text as a mail program's HTML part, sanitised as the intake would keep it."""
    paragraphs = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split("\n\n")
    return "".join(f"<p>{p.replace(chr(10), '<br>')}</p>" for p in paragraphs)


def _quote(text: str) -> str:
    return "> " + text.replace("\n", "\n> ")
