"""format=flowed (RFC 3676): soft line ends are joined again."""


def unflow(text: str, *, delsp: bool) -> str:
    """Joins lines that end in a space with the next line of the same quote depth; `delsp` drops that space."""
    paragraphs: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        depth, content = _quote_depth(line)
        is_mark = content == "-- "
        soft = content.endswith(" ") and not is_mark
        if is_mark and open_depth >= 0:
            paragraphs[-1][-1] = paragraphs[-1][-1].rstrip(" ")
        if open_depth != depth or is_mark:
            paragraphs.append([">" * depth + " " if depth else ""])
        paragraphs[-1].append(content[:-1] if soft and delsp else content)
        open_depth = depth if soft else -1
    return "\n".join("".join(pieces) for pieces in paragraphs)


def _quote_depth(line: str) -> tuple[int, str]:
    rest = line.lstrip(">")
    depth = len(line) - len(rest)
    return depth, rest[1:] if rest.startswith(" ") else rest
