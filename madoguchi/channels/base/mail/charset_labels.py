"""Names of charsets that mail carries, and what is meant by them."""

import codecs
from encodings.aliases import aliases
from functools import lru_cache

_MEANT = {
    "jis": "iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 iso-2022-jp-ext iso-2022-jp- "
    "ms iso2022jp iso2022-jp csiso2022jp csiso2022jp2 cp50220 cp50221 cp50222 x-windows-50220 "
    "x-windows-50221 jis jis7 x-jis _iso-2022-jp$esc _iso-2022-jp$sio iso-2022-jp$esc iso-2022-jp$sio "
    "iso-2022-7bit",
    "cp932": "shift_jis shift-jis shiftjis sjis x-sjis s-jis x-shift-jis x-shift_jis ms_kanji ms-kanji csshiftjis "
    "windows-31j cswindows31j x-windows-31j windows31j cp932 cp-932 ms932 x-ms932 x-ms-cp932 windows-932 "
    "cp943 cp943c ibm-943 ibm943 sjis-win sjis-open shift_jis-2004 shift_jisx0213 shift_jis_2004 x-mac- "
    "japanese macjapanese 932 sjis-mac",
    "euc": "euc-jp eucjp euc_jp x-euc-jp x-eucjp x-euc euc ujis eucjp-ms euc-jp-ms eucjpms eucjp-win eucjp-open "
    "cp51932 x-windows-51932 windows-51932 cseucpkdfmtjapanese "
    "extended_unix_code_packed_format_for_japanese euc-jisx0213 euc-jis-2004",
    "ascii": "us-ascii ascii usascii us_ascii ansi_x3.4-1968 ansi_x3.4-1986 iso646-us iso_646.irv:1991 iso-ir-6 "
    "cp367 646",
    "utf-8": "utf8 utf-8 utf_8 utf-8n utf-8-mac utf8mb4 utf8-mac utf-8-sig x-utf-8 x-utf8 unicode-1-1-utf-8 csutf8 "
    "cp65001",
    "utf-7": "unicode-1-1-utf-7 unicode-2-0-utf-7 x-unicode-2-0-utf-7 csunicode11utf7 utf7",
    "latin": "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 windows-1252 cp1252 x-cp1252 ansi 8859-1 "
    "iso-8859-1-windows-3.1-latin-1",
    "gb18030": "gb2312 gbk x-gbk gb_2312-80 csgb2312 euc-cn x-euc-cn cp936 windows-936 gb2312-80",
    "big5hkscs": "big5 big5-hkscs x-x-big5 cn-big5 csbig5 cp950",
    "cp949": "ks_c_5601-1987 ks_c_5601 ksc5601 ks_c_5601-1989 euc-kr euckr korean x-windows-949 windows-949 cseuckr",
    "iso-8859-8": "iso-8859-8-i iso-8859-8-e",
    "": "unknown-8bit x-unknown unknown unknown-charset x-user-defined user-defined binary 8bit 7bit default "
    "none null x-unknown-8bit undefined charset no",
}
_KNOWN = {name: meant for meant, names in _MEANT.items() for name in names.split()}
# Codecs of the standard library that are no charsets of text, or whose time grows with the square of the length.
_NEVER = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
# Only names that Python knows are looked up: for others it would search for a module, every time.
_NAMES = frozenset({*aliases, *aliases.values()})


@lru_cache(maxsize=256)
def meant(label: str) -> str:
    """What a label means: `jis`, `euc`, `latin`, `ascii`, a codec's name, or empty when it says nothing usable."""
    name = label.strip().strip("\"'").lower()
    if name in _KNOWN:
        return _KNOWN[name]
    if name.replace("-", "_").replace(" ", "_").replace(".", "_") not in _NAMES:
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return "" if found.name.replace("-", "_") in _NEVER or not found._is_text_encoding else found.name
