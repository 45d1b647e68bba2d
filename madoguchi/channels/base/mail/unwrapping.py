"""Parts that hold other parts: winmail.dat, opaque signatures, uuencoded files in a text. Opened within bounds.

Not for: archives and images. They are never opened here; what they would grow to is no concern of a mail reader.
"""

from collections.abc import Iterator

from madoguchi.channels.base.mail import limits, rtf, sealed, structure, tnef, uuencode
from madoguchi.channels.base.mail.headers import Headers
from madoguchi.channels.base.mail.structure import Part, Tree

TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
SIGNATURES = {
    "application/pkcs7-signature": "signed_smime",
    "application/x-pkcs7-signature": "signed_smime",
    "application/pgp-signature": "signed_pgp",
}


def unwrap(tree: Tree) -> None:
    """Puts what lies inside such parts in their place; says in the tree's warnings what was found."""
    if not any(_may_hold(leaf) for leaf in tree.leaves):
        return
    leaves: list[Part] = []
    for leaf in tree.leaves:
        leaves += _opened(tree, leaf)
    if len(leaves) > limits.PARTS:
        tree.warnings.append("parts_capped")
    tree.leaves = leaves[: limits.PARTS]


def _may_hold(leaf: Part) -> bool:
    return (
        leaf.type in TNEF
        or leaf.type in SEALED
        or leaf.type in SIGNATURES
        or (leaf.type == "text/plain" and b"begin " in leaf.content)
        or _is_winmail(leaf)
        or (bool(leaf.path) and leaf.path[-1][1] == "multipart/encrypted")
    )


def _opened(tree: Tree, leaf: Part) -> list[Part]:
    if leaf.type in TNEF or _is_winmail(leaf):
        return _of_outlook(tree, leaf)
    if leaf.type in SEALED:
        return _of_seal(tree, leaf)
    if leaf.type in SIGNATURES:
        tree.warnings.append(SIGNATURES[leaf.type])
    elif leaf.path and leaf.path[-1][1] == "multipart/encrypted":
        if leaf.type == "application/pgp-encrypted":
            tree.warnings.append("encrypted_pgp")
            return []
    elif leaf.type == "text/plain" and leaf.disposition != "attachment":
        return list(_of_text(leaf))
    return [leaf]


def _is_winmail(leaf: Part) -> bool:
    return leaf.type == "application/octet-stream" and leaf.name.lower() == "winmail.dat"


def _of_outlook(tree: Tree, leaf: Part) -> list[Part]:
    try:
        found = tnef.unpack(leaf.content)
    except tnef.Broken:
        tree.warnings.append("tnef_broken")
        return [leaf]
    first = "tnef" not in tree.warnings
    tree.warnings.append("tnef")
    if found.capped:
        tree.warnings.append("files_capped")
    inside = [_file(file.name, file.type, file.content, leaf, file.content_id) for file in found.files]
    if not first or _has_text(tree):
        return inside
    html = found.html
    text = found.text
    if not html and not text and found.rtf:
        html, text = rtf.read(found.rtf)
    if text:
        inside.insert(0, _text("text/plain", text.encode(), leaf))
    if html:
        path = (*leaf.path, (-1, "multipart/alternative"))
        inside.insert(1 if text else 0, _text("text/html", html, leaf))
        for part in inside[: 2 if text else 1]:
            part.path = path
    return inside


def _of_seal(tree: Tree, leaf: Part) -> list[Part]:
    content = sealed.signed_content(leaf.content)
    if content is None:
        tree.warnings.append("encrypted_smime")
        return [leaf]
    tree.warnings.append("signed_smime")
    inner = structure.read(content)
    tree.warnings += inner.warnings
    for part in inner.leaves:
        part.path = (*leaf.path, *((-number - 2, media) for number, media in part.path))
    return inner.leaves


def _of_text(leaf: Part) -> Iterator[Part]:
    """A text and the files that stand in the middle of it, uuencoded."""
    content = leaf.content
    found = list(uuencode.find(content)) if b"begin " in content else []
    if not found:
        yield leaf
        return
    rest, position = [], 0
    for file in found:
        rest.append(content[position : file.start])
        position = file.end
    leaf.replace(b"".join([*rest, content[position:]]))
    yield leaf
    for file in found:
        yield _file(file.name.decode("utf-8", "replace"), "", file.content, leaf)


def _has_text(tree: Tree) -> bool:
    return any(leaf.type in ("text/plain", "text/html") and leaf.content.strip() for leaf in tree.leaves)


def _file(name: str, media: str, content: bytes, within: Part, content_id: str = "") -> Part:
    fields = [("content-id", f"<{content_id}>".encode())] if content_id else []
    media = media.lower() if "/" in media else "application/octet-stream"
    return Part(Headers(fields), media, {}, "attachment", {"filename": name or "file"}, content, within.path)


def _text(media: str, content: bytes, within: Part) -> Part:
    return Part(Headers([]), media, {"charset": "utf-8"}, "", {}, content, within.path)
