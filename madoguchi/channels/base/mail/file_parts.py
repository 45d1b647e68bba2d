"""Files in an outgoing mail, under names that RFC 2231 readers, Outlook and old Japanese programs all understand."""

import re
from urllib.parse import quote as percent

from madoguchi.channels.base.mail.header_text import encode, identifier, safe
from madoguchi.channels.base.mail.text_parts import in_base64
from madoguchi.kernel.plain.messages import FilePart

_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_FORBIDDEN = re.compile('[/\\\\:*?"<>|]')
_LONGEST_NAME = 180


def file_part(part: FilePart, disposition: str, charset: str = "utf-8") -> bytes:
    """One file. Its name stands twice: as encoded words in `name`, and after RFC 2231 in `filename`."""
    media = part.type.lower() if _TYPE.fullmatch(part.type.lower()) else "application/octet-stream"
    if media.startswith(("multipart/", "message/")):
        media = "application/octet-stream"
    name = file_name(part.name)
    fields = [
        f"Content-Type: {media};\r\n name={_quoted(name, charset)}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {disposition};\r\n {_rfc2231(name)}",
    ]
    if part.content_id:
        fields.append(f"Content-ID: <{identifier(part.content_id)}>")
    return "\r\n".join(fields).encode("ascii") + b"\r\n\r\n" + in_base64(part.content)


def file_name(name: str) -> str:
    """A name that any file system can keep: no folders, no characters Windows forbids, its ending kept when cut."""
    plain = _FORBIDDEN.sub("_", safe(name)).strip(". ") or "file"
    if len(plain) <= _LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 20]}.{ending[:16]}" if dot else plain[:_LONGEST_NAME]


def _quoted(name: str, charset: str) -> str:
    if name.isascii():
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return '"' + encode(name, charset) + '"'


def _rfc2231(name: str) -> str:
    """`filename`, in numbered sections of RFC 2231 when it is not ASCII or long."""
    if name.isascii() and len(name) <= 60:
        return f"filename={_quoted(name, 'utf-8')}"
    sections: list[str] = []
    section = "UTF-8''"
    for char in name:
        piece = percent(char, safe="")
        if len(section) + len(piece) > 60:
            sections.append(section)
            section = ""
        section += piece
    sections.append(section)
    if len(sections) == 1:
        return f"filename*={sections[0]}"
    return ";\r\n ".join(f"filename*{number}*={text}" for number, text in enumerate(sections))
