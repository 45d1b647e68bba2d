"""Folding of text, so that spellings a Japanese reader takes for the same compare as the same.

Not for: cutting text into words (see `terms`).
"""

import re
import unicodedata

_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹣"), "-")
OLD_KANJI = str.maketrans(
    "髙﨑碕嵜邉邊齋齊斎濱濵澤廣嶋嶌櫻國學德瀨眞惠榮圓桒渕淵龍瀧實壽寶體發會關縣"
    "舊假當區號醫獨藝鐵鹽彌條惣雜應變邨豐乘槇賴凜曾與藏緖莊莱曻舘舩塚瓣辯萬兩廳續單賣讀點聲總勞爲歸參",
    "高崎崎崎辺辺斉斉斉浜浜沢広島島桜国学徳瀬真恵栄円桑淵淵竜滝実寿宝体発会関県"
    "旧仮当区号医独芸鉄塩弥条惣雑応変村豊乗槙頼凛曽与蔵緒荘来昇館船塚弁弁万両庁続単売読点声総労為帰参",
)
_TABLE: dict[int, int | str] = {**_HIRAGANA, **HYPHENS, **OLD_KANJI}
_SPACE = re.compile(r"\s+")
INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LEGAL_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|(?:一般|公益)?(?:社団|財団)法人|\((?:株|有|同|資|名|社|財)\)"
    r"|\b(?:co\.?,?\s*ltd|inc|corp(?:oration)?|ltd|llc|k\.?k|gmbh)\b\.?"
)
_ADVERTISING = re.compile(r"@|://|\w[.。][a-z]{2,}|\d(?:[ -]?\d){5,}", re.IGNORECASE)
_LONGEST_SAYABLE = 40
_NOT_LETTERS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`text` for comparing: NFKC, lower case, katakana as hiragana, old kanji as new, one kind of hyphen and space."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower().translate(_TABLE)
    return _SPACE.sub(" ", plain).strip()


def name_key(name: str) -> str:
    """A person's name for comparing: folded, letters and digits only, so that 田中 太郎 and 田中太郎 meet."""
    return _NOT_LETTERS.sub("", fold(name))


def company_key(name: str) -> str:
    """A company's name for comparing: as `name_key`, without its legal form (㈱, 株式会社, Co., Ltd.)."""
    folded = fold(name)
    return _NOT_LETTERS.sub("", _LEGAL_FORMS.sub(" ", folded)) or _NOT_LETTERS.sub("", folded)


def one_line(text: str) -> str:
    """`text` safe for a name or a header: NFC, one line, nothing invisible or direction-changing."""
    return _SPACE.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def sayable(name: str) -> bool:
    """Whether a name from outside may stand in a mail that we send by ourselves: no address, link, number or speech.

    Else a stranger could let us carry an advertisement to anybody by writing in their name.
    """
    return 0 < len(name) <= _LONGEST_SAYABLE and _ADVERTISING.search(unicodedata.normalize("NFKC", name)) is None


def mailbox_key(address: str) -> str:
    """The mailbox behind a mail address, for limits: lower case, without the +tag that anybody can make up.

    Not for identity: what tells two customers apart is decided in `customers`.
    """
    local, at, domain = unicodedata.normalize("NFKC", address).strip().lower().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"
