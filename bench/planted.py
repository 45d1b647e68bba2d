"""Queries of four kinds with the tickets they must find and those they must not: spellings, codes, two words, borders.

Words of a garden and a library, which the generated shop never says.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`typed` must find every ticket that says one of `said`, and none that says one of `unsaid`."""

    kind: str
    typed: str
    said: tuple[str, ...]
    unsaid: tuple[str, ...] = ()


SPELLINGS = """
枯れる|枯れない,枯れました,枯れていません
植える|植えたい,植えました,植えられない
延ばす|延ばしたい,延ばせますか,延ばしました
貸し出し|貸出,貸し出し,貸出し
借りられない|借りられません,借りられなかった
読めない|読めません,読めなかった
申し込み|申込み,申込,申し込み
受け付け|受付,受付け
取り寄せ|取寄せ,取り寄せ
読み聞かせ|読み聞かせ,読みきかせ
苗木|苗木
カタログ|ｶﾀﾛｸﾞ,カタログ
プランター|プランタ,ﾌﾟﾗﾝﾀｰ,プランター
スコップ|ｽｺｯﾌﾟ,スコップ
コンポスター|コンポスタ,コンポスター
ホース|ﾎｰｽ,ホース
フォルダー|フォルダ,フォルダー
ブラウザ|ブラウザー,ブラウザ
スキャナー|スキャナ,ｽｷｬﾅｰ
ISBN|ＩＳＢＮ,isbn,ISBN
PDF|ＰＤＦ,pdf
萎れる|萎れました,萎れてきました
耕す|耕しました,耕したい
剪定|剪定
刈り込み|刈り込み,刈込み
水遣り|水やり,水遣り
返却|返却
予約の取り消し|予約を取り消したい,予約の取消し
閲覧室|閲覧室
渡邉|渡辺,渡邊,渡邉
""".strip().splitlines()
PLACES = "図書館 温室 花壇 書庫 自習室 売店".split()  # noqa: SIM905
THINGS = "肥料 朗読会 蔵書 球根 絵本 芝生".split()  # noqa: SIM905
BORDERS = """
京都|京都市の庭です|東京都の庭です
海道|海道沿いの庭です|北海道の庭です
本屋|本屋の棚です|日本屋根の庭です
大学|大学の庭です|
山形|山形の庭です|富山形の庭です
花|花の苗です|花火大会です
庭師|庭師を呼ぶ|庭石を呼ぶ
松|松の枝です|松本さんの枝です
竹|竹の枝です|竹内さんの枝です
梅|梅の枝です|梅田の枝です
森|森の中です|森林公園の中です
川|川の中です|川崎の中です
""".strip().splitlines()


def cases() -> Iterator[Case]:
    """All of them, always the same."""
    for line in SPELLINGS:
        typed, _, forms = line.partition("|")
        yield Case("spelling", typed, tuple(forms.split(",")))
    for number in range(12):
        code, other = f"KZ-{48213 + 977 * number}", f"KZ-{78213 + 977 * number}"
        said, unsaid = (f"伝票{code}の件です", f"{code}について"), (f"伝票{other}の件です",)
        yield Case("code", code, said, unsaid)
        yield Case("code", code.translate({ord(sign): ord(sign) + 0xFEE0 for sign in code}), said, unsaid)
        yield Case("code", code[3:], said, unsaid)
        yield Case("code", code[:6].lower(), said, unsaid)
    for place in PLACES:
        for thing in THINGS:
            said = (f"{place}に{thing}があります", f"{thing}はまだですか。{place}で待っています")
            yield Case("two words", f"{thing} {place}", said)
    for line in BORDERS:
        typed, said_once, unsaid_once = line.split("|")
        yield Case("border", typed, (said_once,), (unsaid_once,) if unsaid_once else ())
