"""Numbers as Japanese business letters write them, after NFKC: 3, 十二, 二十."""

NUMBER = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}


def number(text: str) -> int:
    """The value of what NUMBER matched."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text[-1], 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
