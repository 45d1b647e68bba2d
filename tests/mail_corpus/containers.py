"""Parts that hold other parts: winmail.dat, S/MIME, PGP, nested mails, uuencode."""

import binascii
import struct

from tests.mail_corpus.case import case, holds
from tests.mail_corpus.writing import Section, in_base64, mail, multipart, part, word

PDF = b"%PDF-1.4 offer"
TEXT = "添付をご確認ください。"


# winmail.dat, as MS-OXTNEF describes it


def attribute(level: int, kind: int, content: bytes) -> bytes:
    return struct.pack("<BII", level, kind, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % 4)


def prop(kind: int, tag: int, content: bytes) -> bytes:
    if kind == 0x3:
        return struct.pack("<HH", kind, tag) + content
    return struct.pack("<HHII", kind, tag, 1, len(content)) + padded(content)


def named_prop(content: bytes) -> bytes:
    """A property with a name of its own, which must be stepped over."""
    name = "Keywords\0".encode("utf-16-le")
    head = struct.pack("<HH", 0x1F, 0x8001) + bytes(16) + struct.pack("<II", 1, len(name)) + padded(name)
    return head + struct.pack("<II", 1, len(content)) + padded(content)


def props(*written: bytes) -> bytes:
    return struct.pack("<I", len(written)) + b"".join(written)


def winmail(*attributes: bytes) -> bytes:
    return (
        struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00069007, struct.pack("<II", 932, 0)) + b"".join(attributes)
    )


def tnef_file(name: str, content: bytes, *more: bytes) -> bytes:
    short = attribute(2, 0x00018010, b"OFFER.PDF\0")
    long = props(prop(0x1F, 0x3707, (name + "\0").encode("utf-16-le")), *more)
    return (
        attribute(2, 0x00069002, bytes(14)) + short + attribute(2, 0x0006800F, content) + attribute(2, 0x00069005, long)
    )


def in_winmail(
    content: bytes, *beside: Section, name: str = "winmail.dat", media: str = "application/ms-tnef"
) -> bytes:
    file = part(
        in_base64(content),
        f'Content-Type: {media}; name="{name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"',
    )
    return mail(multipart("mixed", *beside, file))


RICH = rb"{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fnil\fcharset128 MS PGothic;}}\f0 \'93\'59\'95\'74\par Offer}"
FROM_HTML = (
    rb"{\rtf1\ansi\ansicpg932\fromhtml1 \deff0{\fonttbl{\f0\fnil\fcharset128 MS PGothic;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 \'93\'59\'95\'74{\*\htmltag72 </p>}\htmlrtf \par}\htmlrtf0 }"
)

# The example of MS-OXRTFCP, 3.1.1.
COMPRESSED_RICH = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def stored_rich(rich: bytes) -> bytes:
    """Rich text in the container, not compressed."""
    return struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich


OUTLOOK = [
    case(
        "winmail.dat beside a text: its file comes out",
        in_winmail(winmail(tnef_file("見積書.pdf", PDF)), part(TEXT)),
        text=TEXT,
        attachments=[("見積書.pdf", "application/octet-stream", len(PDF))],
        warnings=["tnef"],
    ),
    case(
        "winmail.dat with a type and an inline image",
        in_winmail(
            winmail(
                tnef_file("logo.png", b"\x89PNG", prop(0x1E, 0x370E, b"image/png\0"), prop(0x1E, 0x3712, b"logo@x\0"))
            ),
            part(TEXT),
        ),
        text=TEXT,
        attachments=[("logo.png", "image/png", 4)],
        warnings=["tnef"],
    ),
    case(
        "winmail.dat with the text in it, code page 932",
        in_winmail(winmail(attribute(1, 0x0002800C, "添付です①".encode("cp932") + b"\0"))),
        text="添付です①",
        warnings=["tnef"],
    ),
    case(
        "winmail.dat with the text as a property",
        in_winmail(
            winmail(
                attribute(
                    1,
                    0x00069003,
                    props(
                        named_prop(b"x\0\0\0"),
                        prop(0x3, 0x0E07, b"\1\0\0\0"),
                        prop(0x1F, 0x1000, "添付です\0".encode("utf-16-le")),
                    ),
                )
            )
        ),
        text="添付です",
        warnings=["tnef"],
    ),
    case(
        "winmail.dat with HTML in it",
        in_winmail(winmail(attribute(1, 0x00069003, props(prop(0x102, 0x1013, "<p>添付<b>です</b></p>".encode()))))),
        text="添付です",
        html="<p>添付<b>です</b></p>",
        warnings=["tnef"],
    ),
    case(
        "winmail.dat with rich text in it",
        in_winmail(winmail(attribute(1, 0x00069003, props(prop(0x102, 0x1009, stored_rich(RICH)))))),
        text="添付\nOffer",
        warnings=["tnef"],
    ),
    case(
        "winmail.dat with rich text made from HTML",
        in_winmail(winmail(attribute(1, 0x00069003, props(prop(0x102, 0x1009, stored_rich(FROM_HTML)))))),
        text="添付",
        html="<p>添付</p>",
        warnings=["tnef"],
    ),
    case(
        "winmail.dat with compressed rich text",
        in_winmail(winmail(attribute(1, 0x00069003, props(prop(0x102, 0x1009, COMPRESSED_RICH))))),
        text="hello world",
        warnings=["tnef"],
    ),
    case(
        "winmail.dat known by its name only",
        in_winmail(winmail(tnef_file("offer.pdf", PDF)), part(TEXT), media="application/octet-stream"),
        text=TEXT,
        attachments=[("offer.pdf", "application/octet-stream", len(PDF))],
        warnings=["tnef"],
    ),
    case(
        "winmail.dat that is none stays a file",
        in_winmail(b"not Outlook's", part(TEXT)),
        text=TEXT,
        attachments=[("winmail.dat", "application/ms-tnef", 13)],
        warnings=["tnef_broken"],
    ),
    case(
        "winmail.dat that promises more than it holds",
        in_winmail(
            winmail(
                struct.pack("<BII", 2, 0x00069002, 0)
                + b"\0\0"
                + struct.pack("<BII", 2, 0x0006800F, 0xFFFFFFFF)
                + b"abc"
            ),
            part(TEXT),
        ),
        text=TEXT,
        attachments=[("file", "application/octet-stream", 3)],
        warnings=["tnef"],
    ),
    case(
        "winmail.dat with four thousand million properties",
        in_winmail(
            winmail(attribute(1, 0x00069003, struct.pack("<I", 0xFFFFFFFF) + b"\x1f\0\0\x10\xff\xff\xff\xff" * 9)),
            part(TEXT),
        ),
        text=TEXT,
        warnings=["tnef"],
    ),
]


# S/MIME and PGP


def der(tag: int, content: bytes) -> bytes:
    if len(content) < 128:
        return bytes((tag, len(content))) + content
    size = (len(content).bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + len(content).to_bytes(size, "big") + content


SIGNED_OID, DATA_OID, ENVELOPED_OID = (bytes.fromhex(f"06092a864886f70d0107{last}") for last in ("02", "01", "03"))
INNER = part(TEXT).content


def sealed(content: bytes, *, in_pieces: bool = False) -> bytes:
    """A CMS SignedData without signers; in pieces of open length as OpenSSL streams it."""
    if in_pieces:
        octets = b"\x24\x80" + b"".join(der(4, content[at : at + 50]) for at in range(0, len(content), 50)) + b"\0\0"
        within = b"\x30\x80" + DATA_OID + b"\xa0\x80" + octets + b"\0\0" + b"\0\0"
        return b"\x30\x80" + SIGNED_OID + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00" + within + b"\x31\x00" + b"\0\0" * 3
    within = der(0x30, DATA_OID + der(0xA0, der(0x04, content)))
    return der(0x30, SIGNED_OID + der(0xA0, der(0x30, b"\x02\x01\x01\x31\x00" + within + b"\x31\x00")))


def smime(content: bytes, kind: str) -> bytes:
    return mail(
        part(
            in_base64(content),
            f'Content-Type: application/pkcs7-mime; smime-type={kind}; name="smime.p7m"',
            "Content-Transfer-Encoding: base64",
            'Content-Disposition: attachment; filename="smime.p7m"',
        )
    )


ENVELOPED = der(0x30, ENVELOPED_OID + der(0xA0, der(0x30, b"\x02\x01\x00")))
ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n=abcd\n-----END PGP MESSAGE-----"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----"
SEALED = [
    case(
        "an opaque S/MIME signature: the text inside is read",
        smime(sealed(INNER), "signed-data"),
        text=TEXT,
        warnings=["signed_smime"],
    ),
    case(
        "an opaque S/MIME signature in pieces of open length",
        smime(sealed(INNER, in_pieces=True), "signed-data"),
        text=TEXT,
        warnings=["signed_smime"],
    ),
    case(
        "an opaque S/MIME signature around text and file",
        smime(
            sealed(
                multipart("mixed", part(TEXT), part(PDF, 'Content-Type: application/pdf; name="offer.pdf"')).content
            ),
            "signed-data",
        ),
        text=TEXT,
        attachments=[("offer.pdf", "application/pdf", len(PDF))],
        warnings=["signed_smime"],
    ),
    case(
        "encrypted with S/MIME: said, and kept as a file",
        smime(ENVELOPED, "enveloped-data"),
        text="",
        attachments=[("smime.p7m", "application/pkcs7-mime", len(ENVELOPED))],
        warnings=["encrypted_smime"],
    ),
    case(
        "S/MIME that is broken is taken for encrypted",
        smime(b"\x30\x84\xff\xff\xff\xff", "signed-data"),
        text="",
        attachments=[("smime.p7m", "application/pkcs7-mime", 6)],
        warnings=["encrypted_smime"],
    ),
    case(
        "a clear S/MIME signature: text read, signature shown",
        mail(
            multipart(
                "signed", part(TEXT), part(b"\x30\x00", 'Content-Type: application/pkcs7-signature; name="smime.p7s"')
            )
        ),
        text=TEXT,
        attachments=[("smime.p7s", "application/pkcs7-signature", 2)],
        warnings=["signed_smime"],
    ),
    case(
        "a PGP signature as a part",
        mail(multipart("signed", part(TEXT), part(SIGNATURE, "Content-Type: application/pgp-signature"))),
        text=TEXT,
        attachments=[("signature.asc", "application/pgp-signature", len(SIGNATURE.replace("\n", "\r\n")))],
        warnings=["signed_pgp"],
    ),
    case(
        "encrypted with PGP as parts",
        mail(
            multipart(
                "encrypted",
                part("Version: 1", "Content-Type: application/pgp-encrypted"),
                part(ARMOUR, 'Content-Type: application/octet-stream; name="encrypted.asc"'),
            )
        ),
        text="",
        attachments=[("encrypted.asc", "application/octet-stream", len(ARMOUR.replace("\n", "\r\n")))],
        warnings=["encrypted_pgp"],
    ),
    case("encrypted with PGP in the text", mail(ARMOUR), text=ARMOUR, reply={"any": True}, warnings=["encrypted_pgp"]),
    case(
        "signed with PGP in the text: only the text is shown",
        mail(f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{TEXT}\n- -- \nx\n{SIGNATURE}\n"),
        text=f"{TEXT}\n-- \nx",
        reply=TEXT,
        warnings=["signed_pgp"],
    ),
]


# Mails in mails, old codings

FORWARDED = mail(
    "転送元の本文", f"Subject: {word('見積の件')}", "From: Boss <boss@kawakami.example>", "-Date", "-Message-ID"
)


def rfc822(content: bytes, *lines: str) -> Section:
    return part(content, "Content-Type: message/rfc822", *lines)


UU = b"begin 644 offer.pdf\r\n" + binascii.b2a_uu(PDF).rstrip() + b"\r\n`\r\nend\r\n"
NESTED = [
    case(
        "a mail attached: a file named after its subject",
        mail(multipart("mixed", part(TEXT), rfc822(FORWARDED))),
        text=TEXT,
        attachments=[("見積の件.eml", "message/rfc822", len(FORWARDED))],
    ),
    case(
        "a mail attached under a name",
        mail(multipart("mixed", part(TEXT), rfc822(FORWARDED, 'Content-Disposition: attachment; filename="mail.eml"'))),
        text=TEXT,
        attachments=[("mail.eml", "message/rfc822", len(FORWARDED))],
    ),
    case(
        "a mail attached whose subject is a path",
        mail(multipart("mixed", part(TEXT), rfc822(b"Subject: a/b: c?\r\n\r\nx"))),
        text=TEXT,
        attachments=[("a b c.eml", "message/rfc822", 21)],
    ),
    case(
        "nothing but a forwarded mail: it can be read",
        mail(multipart("mixed", part(""), rfc822(FORWARDED))),
        text=holds("Boss <boss@kawakami.example>", "見積の件", "転送元の本文"),
        reply=holds("転送元の本文"),
        attachments=[("見積の件.eml", "message/rfc822", len(FORWARDED))],
    ),
    case(
        "the whole mail is a mail",
        mail(rfc822(FORWARDED)),
        text=holds("見積の件", "転送元の本文"),
        reply={"any": True},
        attachments=[("見積の件.eml", "message/rfc822", len(FORWARDED))],
    ),
    case(
        "a mail attached in base64, which is not allowed",
        mail(multipart("mixed", part(TEXT), rfc822(in_base64(FORWARDED), "Content-Transfer-Encoding: base64"))),
        text=TEXT,
        attachments=[("見積の件.eml", "message/rfc822", len(FORWARDED))],
    ),
    case(
        "a digest of two mails",
        mail(multipart("digest", Section((), FORWARDED), Section((), FORWARDED))),
        text=holds("転送元の本文"),
        reply={"any": True},
        attachments=[("見積の件.eml", "message/rfc822", len(FORWARDED))] * 2,
    ),
    case(
        "a file uuencoded in the text",
        mail(part(b"See below.\r\n\r\n" + UU + b"Regards\r\n")),
        text="See below.\n\n\nRegards",
        attachments=[("offer.pdf", "application/octet-stream", len(PDF))],
    ),
    case(
        "a text that only talks of begin",
        mail("begin 644 is how it starts\nend"),
        text="begin 644 is how it starts\nend",
    ),
    case(
        "a part in uuencode",
        mail(
            multipart(
                "mixed",
                part(TEXT),
                part(UU, 'Content-Type: application/pdf; name="offer.pdf"', "Content-Transfer-Encoding: x-uuencode"),
            )
        ),
        text=TEXT,
        attachments=[("offer.pdf", "application/pdf", len(PDF))],
    ),
    case(
        "one piece of a mail in several pieces",
        mail(part(b"half a mail", 'Content-Type: message/partial; id="x"; number=1; total=2')),
        text="",
        attachments=[("message-1.bin", "message/partial", 11)],
        warnings=["partial"],
    ),
    case(
        "a part that lies elsewhere is not fetched",
        mail(
            multipart(
                "mixed", part(TEXT), part(b"x", 'Content-Type: message/external-body; access-type=URL; URL="http://x/"')
            )
        ),
        text=TEXT,
        attachments=[("message-2.bin", "message/external-body", 1)],
        warnings=["external_body"],
    ),
]
CASES = [*OUTLOOK, *SEALED, *NESTED]
