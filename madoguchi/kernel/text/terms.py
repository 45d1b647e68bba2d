"""What is indexed of a text and looked for by a question: content words in their normalized form, codes, meanings.

The same function cuts both. Whoever changes what comes out raises VERSION: everything stored is then cut anew.
"""

from dataclasses import dataclass

from madoguchi.kernel.text import thesaurus
from madoguchi.kernel.text.codes import codes
from madoguchi.kernel.text.morphemes import content
from madoguchi.kernel.text.normalizing import normalize

VERSION = 2
LONGEST_TEXT = 50_000
_STOP = """
為る 居る 有る 成る 出来る 下さる 頂く 貰う 致す 御座る 願う 思う 言う 知る 教える 分かる 行う 聞く 見る 来る 置く
仕舞う 呉れる 遣る 因る 就く 於く 良い 無い 宜しい 欲しい 事 物 為 様 時 方 場合 際 所 訳 筈 積もり 迄 程 等 達
御 様 さん 的 性 何 何時 何処 如何 どう 幾ら 此の 其の もう 未だ 又 まず 先ず 全て 等々
"""
STOP = frozenset(_STOP.split())


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut, repeats included: `words` in order, codes first; `synonyms` are groups of the dictionary (`12`),
    `topics` groups of the thesaurus (`7`)."""

    words: list[str]
    synonyms: list[str]
    topics: list[str]


def terms(text: str) -> list[str]:
    """The words and codes of `text`, repeats included; none of them holds a space."""
    words, rest = codes(normalize(text[:LONGEST_TEXT]))
    words.extend(word for word, _groups in content(rest) if word and word not in STOP)
    return words


def cut(text: str) -> Cut:
    """Cuts text (at most LONGEST_TEXT letters of it)."""
    words, rest = codes(normalize(text[:LONGEST_TEXT]))
    spoken: list[str] = []
    synonyms: list[str] = []
    for word, groups in content(rest):
        if word:
            spoken.append(word)
        if word not in STOP:
            synonyms.extend(map(str, groups))
    words.extend(word for word in spoken if word not in STOP)
    return Cut(words, synonyms, thesaurus.topics(spoken))
