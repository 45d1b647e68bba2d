"""format=flowed (RFC 3676): soft line ends are joined again."""


def unflow(text: str, *, delsp: bool) -> str:
    """Joins lines that end in a space with the next line of the same quote depth; `delsp` drops that space."""
    paragraphs: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth, content = _quote_depth(line)
        soft = content.endswith(" ") and content != "-- "
        if open_depth == depth and paragraphs:
            paragraphs[-1] += content
        else:
            paragraphs.append(">" * depth + (" " if depth else "") + content)
        if soft and delsp:
            paragraphs[-1] = paragraphs[-1][:-1]
        open_depth = depth if soft else -1
    return "\n".join(paragraphs)


def _quote_depth(line: str) -> tuple[int, str]:
    rest = line.lstrip(">")
    depth = len(line) - len(rest)
    return depth, rest[1:] if rest.startswith(" ") else rest
