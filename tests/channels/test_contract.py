"""What every adapter must keep to, whoever writes it: run for each one that is found."""

import dataclasses
import json
import random
import socket
from collections.abc import Mapping
from typing import Any

import pytest

from madoguchi.channels import reasons, registry
from madoguchi.channels.base.adapter import Adapter, Can
from madoguchi.channels.base.errors import PermanentFailure, TemporaryFailure, Unreadable
from madoguchi.channels.base.mail import imap, smtp
from madoguchi.channels.base.settings_form import form_fields, read_settings
from madoguchi.kernel.plain.messages import Address, OutboundMessage
from tests.channels.conftest import mail
from tests.servers.postbox import Postbox, free_port

pytestmark = pytest.mark.once
SAMPLES: Mapping[str, list[bytes]] = {
    "mail": [
        mail(),
        mail("二通目", message_id="2@x", in_reply_to="<first@kawakami-shoji.example>"),
        mail("x").replace(b"Message-ID", b"X-Id"),
    ],
    "form": [
        json.dumps(
            {
                "token": "t1",
                "name": "田中",
                "email": "tanaka@example.com",
                "subject": "修理",
                "text": "動きません",
                "fields": {"phone": "03"},
                "files": [{"name": "a.txt", "type": "text/plain", "content": "aGk="}],
            }
        ).encode(),
        json.dumps({"token": "t2", "email": "a@b.example", "text": "件名なし"}).encode(),
    ],
}
EXPECTED: Mapping[str, list[tuple[str, str, str]]] = {
    "mail": [
        ("tanaka@kawakami-shoji.example", "炊飯器について", "炊飯器のふたが閉まりません。"),
        ("tanaka@kawakami-shoji.example", "炊飯器について", "二通目"),
        ("tanaka@kawakami-shoji.example", "炊飯器について", "x"),
    ],
    "form": [("tanaka@example.com", "修理", "動きません"), ("a@b.example", "件名なし", "件名なし")],
}
KINDS = sorted(registry.all_adapters())


def make(kind: str, **values: Any) -> Adapter:
    adapter = registry.all_adapters()[kind]
    return adapter(read_settings(adapter.Settings, values))


def test_both_adapters_are_found_by_their_files() -> None:
    assert {"mail", "form"} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_adapter_introduces_itself_in_both_languages(kind: str) -> None:
    adapter = registry.all_adapters()[kind]
    words = [adapter.label, *adapter.texts.values()]
    for field in form_fields(adapter.Settings):
        words += [field.label, *(label for _value, label in field.choices)]
    for word in words:
        assert word.en
        assert word.ja
        assert word.say("ja") == word.ja
    assert dataclasses.is_dataclass(adapter.Settings)


@pytest.mark.parametrize("kind", KINDS)
def test_samples_parse_to_what_they_say_and_twice_to_the_same(kind: str) -> None:
    adapter = make(kind)
    first = [adapter.parse(raw, {}) for raw in SAMPLES[kind]]
    assert [(m.sender.address, m.subject, m.text) for m in first] == list(EXPECTED[kind])
    assert first == [adapter.parse(raw, {}) for raw in SAMPLES[kind]]
    ids = [message.external_id for message in first]
    assert len(set(ids)) == len(ids)
    assert all(ids)


@pytest.mark.parametrize("kind", KINDS)
def test_garbage_is_unreadable_and_nothing_else(kind: str) -> None:
    adapter = make(kind)
    chance = random.Random(7)
    garbage = [b"", b"\x00", b"{}", b"[]", b"null", b'{"token": 1}', b"[" * 100_000, bytes(range(256)) * 20]
    garbage += [bytes(chance.randrange(256) for _byte in range(300)) for _try in range(100)]
    for raw in garbage:
        with pytest.raises(Unreadable) as refusal:
            adapter.parse(raw, {})
        assert reasons.explain(refusal.value.reason) != refusal.value.code


def outbound() -> OutboundMessage:
    return OutboundMessage(
        "m.1.x@shop.example", Address("shop@shop.example", "店"), (Address("a@b.example"),), "件名", "本文"
    )


SENDING = [kind for kind in KINDS if Can.SEND in registry.all_adapters()[kind].can]


@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_send_says_so(kind: str) -> None:
    if kind not in SENDING:
        with pytest.raises(PermanentFailure):
            make(kind).send(outbound())


@pytest.mark.parametrize("kind", SENDING)
def test_sending_works_on_a_real_server_and_keeps_the_id(kind: str, postbox: Postbox) -> None:
    adapter = make(kind, smtp_host="127.0.0.1", smtp_port=postbox.port, smtp_security="none")
    assert adapter.send(outbound()).external_id == "m.1.x@shop.example"
    assert len(postbox.mails) == 1


@pytest.mark.parametrize("kind", SENDING)
def test_nobody_there_is_a_temporary_failure(kind: str) -> None:
    adapter = make(kind, smtp_host="127.0.0.1", smtp_port=free_port(), smtp_security="none")
    with pytest.raises(TemporaryFailure):
        adapter.send(outbound())


def test_a_server_that_says_nothing_is_a_temporary_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = smtp.SmtpServer("127.0.0.1", silent.getsockname()[1], "none", timeout=0.3)
        with pytest.raises(TemporaryFailure) as failure:
            smtp.deliver(server, sender="a@b.example", recipients=["c@d.example"], content=b"x")
        assert failure.value.code == "timed_out"
        place = imap.ImapServer("127.0.0.1", silent.getsockname()[1], "none", "u", "p", timeout=0.3)
        with pytest.raises(TemporaryFailure):
            imap.connect(place)


@pytest.mark.parametrize("kind", KINDS)
def test_the_check_never_raises_and_explains_itself(kind: str) -> None:
    closed = free_port()
    adapter = make(
        kind,
        imap_host="127.0.0.1",
        imap_port=closed,
        imap_security="none",
        smtp_host="127.0.0.1",
        smtp_port=closed,
        smtp_security="none",
    )
    steps = adapter.check()
    assert all(reasons.explain(step.code) != step.code for step in steps)
    failed = {step.label.en.partition(":")[0] for step in steps if not step.ok}
    assert failed == {step.label.en.partition(":")[0] for step in steps}
