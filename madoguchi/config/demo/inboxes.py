"""The demo's two ways in: a mail address with its own door and a catcher as its way out, and the public form."""

from madoguchi.channels.services import delivering, inboxes
from madoguchi.config.demo import company
from madoguchi.config.demo.installing import House
from madoguchi.kernel.actors import SYSTEM
from madoguchi.tickets.models import Message

SIGNATURE = """――――――――――――――――――――
こよみキッチン カスタマーサポート
平日 9:00-12:00 13:00-18:00 / 土曜 10:00-15:00
support@koyomi-kitchen.example"""


def open_up(house: House, *, catcher_port: int) -> None:
    """Makes both inboxes. While the past is played no receipts go out; see `settle`."""
    house.inboxes["mail"] = inboxes.create(
        kind="mail",
        name="サポート",
        address=company.SUPPORT_ADDRESS,
        display_name=company.NAME,
        team_id=house.teams["support"],
        schedule_id=None,
        settings={
            "way_in": "door",
            "way_out": "smtp",
            "smtp_host": "127.0.0.1",
            "smtp_port": catcher_port,
            "smtp_security": "none",
        },
        signature=SIGNATURE,
        receipt_enabled=False,
        receipt_text="",
        undo_seconds=10,
        by=SYSTEM,
    ).id
    house.inboxes["form"] = inboxes.create(
        kind="form",
        name="お問い合わせフォーム",
        address="contact",
        display_name=company.NAME,
        team_id=house.teams["support"],
        schedule_id=None,
        settings={},
        signature="",
        receipt_enabled=False,
        receipt_text="",
        undo_seconds=10,
        by=SYSTEM,
    ).id


def deliver(message: Message) -> None:
    """Sends a queued message at once, as the job would."""
    delivering.deliver_now(message.id, by=SYSTEM)


def settle(house: House) -> None:
    """From now on customers are told that their message has come in."""
    for inbox_id in house.inboxes.values():
        inboxes.update(inbox_id, receipt_enabled=True, by=SYSTEM)
