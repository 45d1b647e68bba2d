"""Last touches after the past is played: what colleagues remember about customers, and an answer begun but not sent."""

from madoguchi.config.demo.acting import Stage
from madoguchi.config.demo.installing import House
from madoguchi.config.demo.stories import Story
from madoguchi.customers.services import identifying, noting
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.services import drafting

REMEMBERED = (
    ("yumiko.tanaka@mail.example", "お電話は18時以降をご希望。折り返しは携帯へ。", True),
    ("fumiko.goto@mail.example", "耳が遠いため、電話ではなくメールを希望されています。", True),
    ("hoshino@hoshizora-hotels.example", "年2回(3月・9月)に入れ替えの見積もり依頼あり。決裁は支配人。", True),
    ("john.smith@mail.example", "Reads simple Japanese; prefers English for anything about money.", False),
    ("tsumugi@tsumugi-zakka.example", "店頭のポップを希望。新商品のときは先に連絡する約束。", False),
)
BEGUN = "お世話になっております。こよみキッチンの佐藤でございます。\n\nお問い合わせの件、倉庫に確認しておりまして、"


def finish(house: House, stage: Stage, stories: list[Story]) -> None:
    """Writes notes and a draft, and runs the jobs that the past has left over."""
    for address, text, pinned in REMEMBERED:
        customer = identifying.identify(kind="mail", address=address, by=SYSTEM)
        noting.write(customer.id, text=text, pinned=pinned, by=house.actors["hana"])
    _begin_an_answer(house, stage, stories)
    run_due(limit=5000)


def _begin_an_answer(house: House, stage: Stage, stories: list[Story]) -> None:
    hana = house.actors["hana"]
    for story in reversed(stories):
        last = story.acts[-1]
        if story.play.team == "support" and last.kind == "customer" and not story.play.ends:
            ticket_id = stage.cases[id(story)].ticket_id
            drafting.save(ticket_id, kind="reply", body={"text": BEGUN}, revision=0, by=hana)
            return
