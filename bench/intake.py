"""CPU per ordinary mail from raw bytes to a ticket: stored, job claimed, read, filtered, received, indexed.

    python -m bench.intake [--mails 1000] [--profile]

Uses the database of the environment (MADOGUCHI_DATA or MADOGUCHI_DATABASE_URL), whatever is in it: run it after
`python -m bench.generate` to have 200,000 tickets present. Half the mails are answers to earlier ones.
"""

import argparse
import cProfile
import pstats
import random
import statistics
import time
from email.message import EmailMessage

SENTENCES = (
    "お世話になっております。",
    "先日購入した炊飯器のふたが閉まらなくなりました。",
    "保証期間内だと思いますが、修理をお願いできますでしょうか。",
    "注文番号は手元にございますので、必要でしたらお知らせください。",
    "平日の日中は電話に出られないため、メールでのご連絡を希望します。",
    "色違いの商品が届いたので、交換の手続きを教えてください。",
    "Thank you for the quick answer. The blender works again.",
)


def ordinary_mail(number: int, chance: random.Random, answers: str = "") -> tuple[bytes, str]:
    """About 5 kB, text and HTML, as mail programs write it; its bytes and its Message-ID."""
    message = EmailMessage()
    person = number // 2 % 2000
    known = f"bench-{chance.getrandbits(64):x}@customer{person % 300}.example"
    message["From"] = f"顧客 {person} <person{person}@customer{person % 300}.example>"
    message["To"] = "bench@shop.example"
    message["Subject"] = ("Re: " if answers else "") + f"炊飯器の修理について {number}"
    message["Date"] = "Sat, 21 Nov 2026 10:00:00 +0900"
    message["Message-ID"] = f"<{known}>"
    if answers:
        message["In-Reply-To"] = message["References"] = f"<{answers}>"
    lines = [chance.choice(SENTENCES) for _line in range(18)]
    message.set_content(
        "\n".join(lines) + "\n\n2026年11月20日(金) 10:00 サポート <bench@shop.example>:\n> 引用の行です\n"
    )
    message.add_alternative("<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>", "html")
    return message.as_bytes(), known


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    from madoguchi.config.start import start

    start()
    from django.db import connection

    from madoguchi.channels.models import Inbox
    from madoguchi.channels.services import inboxes, storing
    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.kernel.jobs import run_due
    from madoguchi.tickets.models import Ticket

    run_due()
    inbox = Inbox.objects.filter(address="bench@shop.example").first() or inboxes.create(
        kind="mail", name="bench", address="bench@shop.example", settings={"way_in": "door"}, by=SYSTEM
    )
    chance = random.Random(time.time_ns())
    mails: list[bytes] = []
    earlier: list[str] = []
    for number in range(chosen.mails):
        content, known = ordinary_mail(number, chance, earlier[-1] if number % 2 else "")
        mails.append(content)
        earlier.append(known)
    profile = cProfile.Profile()
    spent: list[float] = []
    started = time.perf_counter()
    if chosen.profile:
        profile.enable()
    for content in mails:
        before = time.process_time()
        storing.store_raw(inbox.id, content=content, door="bench", by=SYSTEM)
        run_due()
        spent.append((time.process_time() - before) * 1000)
    profile.disable()
    wall = time.perf_counter() - started
    spent.sort()
    print(f"{connection.vendor}, {Ticket.objects.count():,} tickets, {len(mails)} mails of {len(mails[0]):,} bytes")
    print(
        f"CPU per mail: mean {statistics.mean(spent):.2f} ms, median {statistics.median(spent):.2f} ms, "
        f"p99 {spent[int(len(spent) * 0.99)]:.2f} ms (at most 10); wall {wall / len(mails) * 1000:.2f} ms"
    )
    if chosen.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
