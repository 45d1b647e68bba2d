"""The request form on a web page: what a visitor posted, as JSON; answers leave by mail."""

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from madoguchi.channels.base.adapter import Adapter, Can
from madoguchi.channels.base.errors import Unreadable
from madoguchi.channels.base.settings_form import setting
from madoguchi.channels.base.words import Words
from madoguchi.kernel.plain.messages import Address, FilePart, InboundMessage

_ADDRESS = re.compile(r"[^\s<>\"',;:@]{1,64}@[^\s<>\"',;:@]{1,255}")
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_KANA = re.compile("[ぁ-ヿ一-鿿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSettings:
    """What the set-up form asks for."""

    title: str = setting(Words("Heading of the form", "フォームの見出し"))
    introduction: str = setting(Words("Text above the form", "フォームの上の説明文"))
    ask_company: bool = setting(Words("Ask for the company", "会社名を尋ねる"), default=True)
    ask_phone: bool = setting(Words("Ask for the telephone number", "電話番号を尋ねる"), default=True)
    ask_category: bool = setting(Words("Ask for the category", "カテゴリを尋ねる"), default=True)
    ask_files: bool = setting(Words("Take files", "ファイルの添付を受け付ける"), default=True)
    answer_inbox: str = setting(
        Words("Inbox for answers", "返信に使う受信箱"),
        help=Words(
            "Number of the mail inbox that sends the answers. Empty: the first that can send.",
            "返信を送るメール受信箱の番号。空欄なら送信できる最初の受信箱を使います。",
        ),
    )


class Form(Adapter):
    """A public request form. Its inbox's address is the form's slug."""

    kind = "form"
    label = Words("Web form", "お問い合わせフォーム")
    can = frozenset({Can.RECEIVE, Can.FILES, Can.SUBJECT})
    Settings = FormSettings
    texts: ClassVar[Mapping[str, Words]] = {
        "not_a_form": Words("This is not what a form sends.", "フォームから送られた内容ではありません。"),
        "form_without_address": Words("The form has no usable mail address.", "メールアドレスが正しくありません。"),
    }

    def parse(self, raw: bytes, envelope: Mapping[str, Any]) -> InboundMessage:
        """JSON with token, name, email, subject, text, fields, files [{name, type, content in base64}]."""
        try:
            posted = json.loads(raw)
        except (ValueError, RecursionError) as problem:
            raise Unreadable("not_a_form") from problem
        if not isinstance(posted, dict) or not isinstance(posted.get("token"), str) or not posted["token"]:
            raise Unreadable("not_a_form")
        address = _line(posted.get("email"))
        if not _ADDRESS.fullmatch(address):
            raise Unreadable("form_without_address", address)
        text = _tidy(posted.get("text"))
        fields = posted.get("fields")
        return InboundMessage(
            external_id=f"form.{_line(posted['token'])[:100]}@form.local",
            sender=Address(address, _line(posted.get("name"))[:120]),
            subject=_line(posted.get("subject"))[:300] or text.split("\n", 1)[0][:60],
            text=text,
            reply=text,
            files=_files(posted.get("files")),
            fields={_line(k): _line(v) for k, v in fields.items()} if isinstance(fields, dict) else {},
            language="ja" if _KANA.search(text) else "en",
        )


def _tidy(value: object) -> str:
    text = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _line(value: object) -> str:
    return " ".join(_tidy(value if isinstance(value, str) else str(value or "")).split())


def _files(posted: object) -> tuple[FilePart, ...]:
    found = []
    for one in posted if isinstance(posted, list) else []:
        if not isinstance(one, dict):
            continue
        try:
            content = base64.b64decode(str(one.get("content", "")), validate=True)
        except (binascii.Error, ValueError):
            continue
        name = _line(one.get("name")).replace("/", "_").replace("\\", "_")[:200] or "file"
        found.append(FilePart(name, _line(one.get("type"))[:100] or "application/octet-stream", content))
    return tuple(found)
