"""Mail inside mail. A forwarded mail stays a file; where there is nothing else to read, its text is shown too."""

from madoguchi.channels.base.mail import body, structure
from madoguchi.channels.base.mail.body import Body
from madoguchi.channels.base.mail.structure import Tree

_NESTED = frozenset({"message/rfc822", "message/global"})
_SHOWN = (("From", "from"), ("Date", "date"), ("Subject", "subject"), ("To", "to"))
_MARK = "---------- Forwarded message ----------"


def show_only(tree: Tree, assembled: Body) -> None:
    """Writes the text of the first nested mail into a body that says nothing itself."""
    if assembled.text.strip() or tree.type == "multipart/report":
        return
    leaf = next((leaf for leaf in tree.leaves if leaf.type in _NESTED), None)
    if leaf is None:
        return
    inner = structure.read(leaf.content)
    if not inner.headers:
        return
    said = body.assemble(inner)
    head = [f"{word}: {inner.headers.text(name)}" for word, name in _SHOWN if inner.headers.has(name)]
    assembled.text = "\n".join([_MARK, *head, "", said.text]).rstrip()
    assembled.warnings += [warning for warning in said.warnings if warning not in assembled.warnings]
