"""Names for parts that came without one."""

import re

from madoguchi.channels.base.mail import headers as fields
from madoguchi.channels.base.mail import params
from madoguchi.channels.base.mail.structure import Part

_ENDINGS = {
    "message/rfc822": "eml",
    "message/global": "eml",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "text/html": "html",
    "text/plain": "txt",
    "text/csv": "csv",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
}
_FIXED = {
    "text/calendar": "invite.ics",
    "application/ms-tnef": "winmail.dat",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pgp-signature": "signature.asc",
    "text/rfc822-headers": "headers.txt",
}
_UNFIT = re.compile(r"[/\\:*?\"<>|\x00-\x1f]")


def invented(leaf: Part, number: int) -> str:
    """A name by what the part is: a nested mail is called by its subject, others by type and place."""
    if leaf.type in _FIXED:
        return _FIXED[leaf.type]
    if leaf.type in ("message/rfc822", "message/global"):
        inner, _rest = fields.split(leaf.content.lstrip(b"\r\n"))
        subject = " ".join(_UNFIT.sub(" ", inner.text("subject")).split()).strip(". ")
        if subject:
            return params.shorten(f"{params.without_marks(subject)}.eml")
    return f"{leaf.type.split('/')[0]}-{number + 1}.{_ENDINGS.get(leaf.type, 'bin')}"
