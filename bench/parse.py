"""CPU for reading one mail: raw bytes to everything `madoguchi mail parse` tells. No database, no disk.

    python -m bench parse [--mails 2000] [--profile]

The ordinary mail is about 5 kB: text and HTML in Japanese with a quote. Beside it: the same with a picture of 300 kB,
a newsletter of 60 kB HTML, and a thread of 120 kB as Outlook sends it. Best of three rounds for each.
"""

import argparse
import cProfile
import pstats
import random
import statistics
import time
from email.message import EmailMessage

from bench.ordinary import SENTENCES, ordinary_mail

TARGET = 5.0
OUTLOOK = (
    "<html><head><style>p.MsoNormal{margin:0mm;font-size:10.5pt;font-family:'游ゴシック'} a:link{color:#0563C1}</style>"
    "</head><body lang=JA><div class=WordSection1>"
)


def with_picture(number: int, chance: random.Random) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", f"写真 {number}"
    message.set_content(SENTENCES[0])
    message.add_attachment(chance.randbytes(300_000), maintype="image", subtype="jpeg", filename="写真.jpg")
    return message.as_bytes()


def in_html(markup: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "お知らせ"
    message.set_content(markup, "html")
    return message.as_bytes()


def newsletter(_number: int, chance: random.Random) -> bytes:
    cell = "<td style='padding:8px;font-size:13px'><a href='https://shop.example/{0}'><b>{1}</b></a><br>{1}</td>"
    row = "".join(cell.format(at, chance.choice(SENTENCES)) for at in range(2))
    return in_html(f"<table width=600>{f'<tr>{row}</tr>' * 110}</table>")


def long_thread(_number: int, chance: random.Random) -> bytes:
    line = "<p class=MsoNormal><span lang=JA style='color:black'>{}<o:p></o:p></span></p>"
    letter = "".join(line.format(chance.choice(SENTENCES)) for _line in range(40))
    head = "<div><p class=MsoNormal><b>差出人:</b> 山田<br><b>送信日時:</b> 2026年11月20日<br><b>件名:</b> x</p></div>"
    return in_html(OUTLOOK + f"{letter}{head}" * 12 + "</div></body></html>")


def measure(name: str, mails: list[bytes]) -> float:
    from madoguchi.channels.base.mail.as_json import described

    rounds = []
    for _round in range(3):
        spent = []
        for raw in mails:
            started = time.process_time_ns()
            described(raw)
            spent.append((time.process_time_ns() - started) / 1e6)
        rounds.append(sorted(spent))
    best = min(rounds, key=statistics.median)
    median = statistics.median(best)
    size = statistics.mean(len(raw) for raw in mails) / 1000
    print(f"{name:12} {size:7.1f} kB   median {median:6.2f} ms   p99 {best[int(len(best) * 0.99)]:6.2f} ms")
    return median


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    chance = random.Random(1)
    ordinary = [ordinary_mail(number, chance)[0] for number in range(chosen.mails)]
    few = range(max(chosen.mails // 20, 5))
    watch = cProfile.Profile()
    if chosen.profile:
        watch.enable()
    median = measure("ordinary", ordinary)
    watch.disable()
    measure("picture", [with_picture(number, chance) for number in few])
    measure("newsletter", [newsletter(number, chance) for number in few])
    measure("thread", [long_thread(number, chance) for number in few])
    if chosen.profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(25)
    print(f"target {TARGET} ms: {'met' if median <= TARGET else 'MISSED'}")


if __name__ == "__main__":
    main()
