"""Who works at こよみキッチン, what it sells, and how its desk is set up."""

from dataclasses import dataclass

NAME = "こよみキッチン"
DOMAIN = "koyomi-kitchen.example"
SUPPORT_ADDRESS = f"support@{DOMAIN}"
PASSWORD = "koyomi-demo-2026"

TEAMS = {
    "support": ("カスタマーサポート", "ご質問、領収書、返品、ご意見の最初の窓口", 1),
    "orders": ("受注・配送", "ご注文、配送、在庫、法人のお客様", 1),
    "technical": ("テクニカルサポート", "故障、修理、安全に関わること", 2),
}


@dataclass(frozen=True, slots=True)
class Colleague:
    """One agent of the demo. `role` is a code of people's default roles; `teams` are keys of TEAMS."""

    mailbox: str
    name: str
    kana: str
    role: str
    teams: tuple[str, ...]
    leads: bool = False
    language: str = "ja"

    @property
    def address(self) -> str:
        """The address they sign in with."""
        return f"{self.mailbox}@{DOMAIN}"

    @property
    def family(self) -> str:
        """The name customers know them by."""
        return self.name.split()[0]

    @property
    def given(self) -> str:
        """The name colleagues mention them by."""
        return self.name.split()[-1]


COLLEAGUES = (
    Colleague("makoto", "渡辺 誠", "わたなべ まこと", "administrator", ("support", "orders", "technical")),
    Colleague("hana", "佐藤 花", "さとう はな", "supervisor", ("support",), leads=True),
    Colleague("ken", "鈴木 健", "すずき けん", "supervisor", ("technical",), leads=True),
    Colleague("misaki", "高橋 美咲", "たかはし みさき", "supervisor", ("orders",), leads=True),
    Colleague("aya", "松本 彩", "まつもと あや", "agent", ("support",)),
    Colleague("daisuke", "中村 大輔", "なかむら だいすけ", "agent", ("technical",)),
    Colleague("yui", "小林 結衣", "こばやし ゆい", "agent", ("orders", "support")),
    Colleague("emma", "Clark Emma", "くらーく えま", "agent", ("support", "orders"), language="en"),
)


@dataclass(frozen=True, slots=True)
class Product:
    """Something sold: its names, its model and its price in yen."""

    name: str
    english: str
    model: str
    price: int


PRODUCTS = (
    Product("卓上ミキサー", "table blender", "KM-200", 12_800),
    Product("スタンドミキサー", "stand mixer", "KM-500", 39_800),
    Product("電気圧力鍋", "pressure cooker", "KP-30", 19_800),
    Product("炊飯器「ほの香」", "rice cooker", "KR-55", 29_800),
    Product("コーヒーメーカー", "coffee maker", "KC-10", 15_800),
    Product("電気ケトル", "kettle", "KK-08", 6_980),
    Product("ホームベーカリー", "bread maker", "KB-15", 24_800),
    Product("オーブントースター", "toaster oven", "KT-40", 17_800),
    Product("フードプロセッサー", "food processor", "KF-25", 14_800),
    Product("低温調理器", "sous-vide cooker", "KS-12", 13_800),
)

HOURS = {
    **{str(day): [["09:00", "12:00"], ["13:00", "18:00"]] for day in range(5)},
    "5": [["10:00", "15:00"]],
}

CATEGORIES: dict[str, tuple[str, ...]] = {
    "注文": (),
    "配送": (),
    "在庫・入荷": (),
    "返品・交換": (),
    "領収書・請求書": (),
    "請求・返金": (),
    "故障・修理": (),
    "保証": (),
    "リコール": (),
    "使い方": (),
    "部品・消耗品": (),
    "法人・卸": (),
    "会員情報": (),
    "ご意見": (),
    "その他": (),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A custom field of the demo; `team` is a key of TEAMS, or empty for all."""

    key: str
    label: str
    kind: str
    team: str = ""
    choices: tuple[str, ...] = ()
    on_form: bool = False
    help_text: str = ""


FIELDS = (
    Field("order", "注文番号", "text", on_form=True, help_text="例: K26-104233"),
    Field("product", "商品", "choice", choices=tuple(f"{p.name}({p.model})" for p in PRODUCTS), on_form=True),
    Field("serial", "製造番号", "text", team="technical", help_text="底の銀色のラベルに書かれています"),
    Field("warranty", "保証", "choice", team="technical", choices=("期間内", "切れ", "延長保証")),
    Field("recall", "リコールの確認", "choice", team="technical", choices=("未確認", "確認済み")),
    Field("quantity", "台数", "number", team="orders"),
    Field("refund_on", "返金予定日", "date", team="support"),
    Field("called", "電話で連絡済み", "checkbox"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A macro (定型文) of the demo."""

    name: str
    shortcut: str
    text: str
    team: str = ""
    language: str = "ja"
    status: str = ""
    tags: tuple[str, ...] = ()


PHRASES = (
    Phrase(
        "お礼と受付",
        "uketsuke",
        "{{customer.name}} {{customer.honorific}}\n\n"
        "お問い合わせいただきありがとうございます。こよみキッチンの{{agent.name}}です。\n"
        "ご連絡の内容を確認のうえ、翌営業日の18時までにお返事いたします。",
    ),
    Phrase(
        "製造番号を伺う",
        "seizou",
        "状況を詳しく確認するため、商品の底にある銀色のラベルの製造番号(英数字10桁)をお知らせいただけますでしょうか。",
        team="technical",
        status="waiting",
    ),
    Phrase(
        "返品の案内",
        "henpin",
        "お届けから14日以内で未使用の場合は、ご返品を承っております。到着を確認してから三営業日以内に返金いたします。",
        team="support",
    ),
    Phrase(
        "遅延のお詫び",
        "chien",
        "お届けが遅れており、誠に申し訳ございません。配送会社に確認のうえ、本日中に改めてご連絡いたします。",
        team="orders",
        tags=("配送遅延",),
    ),
    Phrase(
        "お礼と完了",
        "kanryo",
        "ご確認いただきありがとうございました。またのご利用をお待ちしております。",
        status="closed",
    ),
    Phrase(
        "English: received",
        "received",
        "Dear {{customer.name}},\n\nThank you for contacting Koyomi Kitchen. We will answer by the end of the next "
        "working day.\n\nKind regards,\n{{agent.name}}",
        language="en",
    ),
)

TRADE_NAMES = (
    "株式会社みどり設計",
    "有限会社さくら商会",
    "合同会社ノース企画",
    "株式会社青空スタジオ",
    "こどもの森保育園",
)
