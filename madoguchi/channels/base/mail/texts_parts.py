"""Plain words for parts of a mail that are more than text and files."""

from collections.abc import Mapping

from madoguchi.channels.base.words import Words

PARTS: Mapping[str, Words] = {
    "encrypted_smime": Words(
        "The mail is encrypted with S/MIME. Only the receiver's key opens it; the encrypted part is attached.",
        "S/MIMEで暗号化されたメールです。受信者の鍵がなければ読めません。暗号化された部分は添付してあります。",
    ),
    "encrypted_pgp": Words(
        "The mail is encrypted with PGP. Only the receiver's key opens it; the encrypted part is kept.",
        "PGPで暗号化されたメールです。受信者の鍵がなければ読めません。暗号化された部分はそのまま残してあります。",
    ),
    "signed_smime": Words(
        "The mail carries an S/MIME signature. It is shown; the signature was not checked.",
        "S/MIME署名付きのメールです。内容は表示していますが、署名の検証はしていません。",
    ),
    "signed_pgp": Words(
        "The mail carries a PGP signature. It is shown; the signature was not checked.",
        "PGP署名付きのメールです。内容は表示していますが、署名の検証はしていません。",
    ),
    "tnef": Words(
        "The mail came in Outlook's own format (winmail.dat). Its text and files were unpacked.",
        "Outlook独自形式（winmail.dat）のメールです。本文と添付ファイルを取り出しました。",
    ),
    "tnef_broken": Words(
        "The file winmail.dat is damaged and could not be unpacked.",
        "winmail.datが壊れているため、取り出せませんでした。",
    ),
    "partial": Words(
        "This is one piece of a mail that was sent in several pieces.",
        "分割して送られたメールの一部です。",
    ),
    "external_body": Words(
        "A part of the mail lies on another server. It was not fetched.",
        "メールの一部が外部のサーバーにあります（取得していません）。",
    ),
}
