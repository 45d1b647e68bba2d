"""Web Push, to the last byte: a device of our own takes the post, checks who sends, and opens the letter."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from madoguchi.kernel import outward
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.jobs import run_due
from madoguchi.notifications import vapid
from madoguchi.notifications.models import Device, Notification
from madoguchi.notifications.services import preferring, reading
from madoguchi.tickets.services import assigning, opening
from tests.cast import Cast, acting, signed_in

ENDPOINT = "https://push.vendor.example/send/abc?x=1"


def text(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()


def plain(words: str) -> bytes:
    return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))


@dataclass
class Vendor:
    """A push service and the browser behind it, in one."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = b"0123456789abcdef"
    status: int = 201
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"public_key": text(point), "secret": text(self.secret)}

    def opened(self) -> list[dict[str, Any]]:
        return [
            json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"))
            for _path, _headers, body in self.posts
        ]


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendor]:
    """Listens on this machine; the guard believes that its name is public, and the connection is plain."""
    it = Vendor()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            it.posts.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(it.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def connect(pinned: Any) -> None:
        import socket

        pinned.sock = socket.create_connection(("127.0.0.1", server.server_port), 5)

    monkeypatch.setattr(outward, "resolve", lambda host, port: "203.0.113.7")
    monkeypatch.setattr(outward._Pinned, "connect", connect)
    yield it
    server.shutdown()
    server.server_close()


def subscribed(cast: Cast, vendor: Vendor) -> Device:
    answer = signed_in(cast.hana).post("/account/devices", {"endpoint": ENDPOINT, **vendor.keys()})
    assert answer.status_code == 200
    return Device.objects.get(pk=answer.json()["id"])


def assigned(cast: Cast) -> int:
    ticket = opening.open_ticket(
        subject="返品", customer_id=cast.tanaka.id, text="x", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    assigning.assign(ticket.id, agent_id=cast.hana.id, by=acting(cast.misaki))
    return ticket.id


def test_hanas_device_learns_the_number_of_her_new_ticket_and_nothing_else(cast: Cast, vendor: Vendor) -> None:
    device = subscribed(cast, vendor)
    ticket_id = assigned(cast)
    run_due()
    line = Notification.objects.get(agent=cast.hana)
    assert vendor.opened() == [{"id": line.id, "ticket": ticket_id}]
    path, headers, _body = vendor.posts[0]
    assert (path, headers["content-encoding"], headers["host"]) == (
        "/send/abc?x=1",
        "aes128gcm",
        "push.vendor.example",
    )
    device.refresh_from_db()
    assert device.reached_at is not None


def test_the_vendor_can_prove_that_we_sent_it(cast: Cast, vendor: Vendor) -> None:
    subscribed(cast, vendor)
    assigned(cast)
    run_due()
    scheme, _space, rest = vendor.posts[0][1]["authorization"].partition(" ")
    token, _comma, key = rest.partition(", k=")
    assert (scheme, key) == ("vapid", vapid.application_key())
    head, claims, signature = token.removeprefix("t=").split(".")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), plain(key))
    r, s = (int.from_bytes(plain(signature)[part], "big") for part in (slice(32), slice(32, 64)))
    public.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(plain(claims))["aud"] == "https://push.vendor.example"


def test_words_travel_only_when_hana_wants_them(cast: Cast, vendor: Vendor) -> None:
    subscribed(cast, vendor)
    form = {"mail": "off", "daily_at": "09:00", "push_details": "on", "way-ticket.assigned": ["push"]}
    assert signed_in(cast.hana).post("/account/notifications", form).status_code == 302
    assigned(cast)
    run_due()
    assert vendor.opened()[0]["subject"] == "返品"
    signed_in(cast.hana).post("/account/notifications", {**form, "way-ticket.assigned": []})
    assigned(cast)
    run_due()
    assert len(vendor.posts) == 1


def test_what_was_read_meanwhile_is_not_pushed(cast: Cast, vendor: Vendor) -> None:
    subscribed(cast, vendor)
    reading.mark_ticket_read(assigned(cast), by=acting(cast.hana))
    run_due()
    assert vendor.posts == []


@pytest.mark.parametrize(("status", "left"), [(410, 0), (404, 0), (201, 1), (500, 1), (403, 1)])
def test_a_device_that_is_gone_is_forgotten(cast: Cast, vendor: Vendor, status: int, left: int) -> None:
    subscribed(cast, vendor)
    vendor.status = status
    assigned(cast)
    run_due()
    assert Device.objects.count() == left


def test_a_device_belongs_to_who_uses_it_now_and_others_cannot_touch_it(cast: Cast, vendor: Vendor) -> None:
    device = subscribed(cast, vendor)
    with pytest.raises(NotFound):
        preferring.remove_device(device.id, by=acting(cast.ken))
    assert signed_in(cast.ken).post(f"/account/devices/{device.id}/trial").status_code == 404
    signed_in(cast.hana).post(f"/account/devices/{device.id}/trial")
    run_due()
    assert vendor.opened() == [{"test": True}]
    preferring.add_device(endpoint=ENDPOINT, **vendor.keys(), label="x", by=acting(cast.ken))
    assert Device.objects.get().agent_id == cast.ken.id


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://push.vendor.example/x"},
        {"endpoint": "https://user@push.vendor.example/x"},
        {"endpoint": "https:///x"},
        {"public_key": "AAAA"},
        {"secret": "AAAA"},
    ],
)
def test_what_is_no_subscription_is_refused(cast: Cast, change: dict[str, str]) -> None:
    given = {"endpoint": ENDPOINT, **Vendor().keys(), **change}
    with pytest.raises(Invalid):
        preferring.add_device(**given, label="x", by=acting(cast.hana))


@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "0.0.0.0", "100.64.0.1"],
)
def test_no_push_leads_into_our_own_network(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    answers = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", (address, 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: answers)
    with pytest.raises(outward.Forbidden):
        outward.post(ENDPOINT, b"x", {})
    with pytest.raises(outward.Forbidden):
        outward.post("http://push.vendor.example/", b"x", {})
