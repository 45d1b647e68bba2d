"""The texts of one story: placeholders filled, greeting and closing as Japanese and English writers put them."""

import random
import re
from datetime import datetime, timedelta

from madoguchi.config.demo import company
from madoguchi.config.demo.company import PRODUCTS, Colleague
from madoguchi.config.demo.customers import COMPANIES, Person
from madoguchi.config.demo.hours import TOKYO
from madoguchi.config.demo.plays import Play, Step

_WEEKDAYS = "月火水木金土日"
_MODELS = {"炊飯器": "KR-55", "コーヒーメーカー": "KC-10", "ホームベーカリー": "KB-15", "電気ケトル": "KK-08"}
_OPENINGS = (
    "はじめまして、{family}と申します。",
    "お世話になっております。{family}です。",
    "お世話になります。",
    "こんにちは。",
    "",
)
_CLOSINGS = (
    "よろしくお願いいたします。\n{name}",
    "お手数ですが、よろしくお願いします。\n{name}",
    "ご確認のほど、よろしくお願い申し上げます。\n\n{name}",
    "{name}",
)
_AGENT_CLOSINGS = (
    "どうぞよろしくお願いいたします。",
    "ご不明な点がございましたら、このメールにそのままご返信ください。",
    "引き続き、こよみキッチンをよろしくお願いいたします。",
)


class Letters:
    """Fills and frames texts for one customer, one product and one order."""

    def __init__(self, chance: random.Random, person: Person, play: Play, at: datetime) -> None:
        self._chance = chance
        self._person = person
        self._english = play.language == "en"
        words = " ".join([*play.subjects, *(text for step in play.steps for text in step.texts)])
        model = next((model for word, model in _MODELS.items() if word in words), "")
        self.product = next((p for p in PRODUCTS if p.model == model), None) or chance.choice(PRODUCTS)
        local = at.astimezone(TOKYO)
        bought, soon = local - timedelta(days=chance.randint(4, 20)), local + timedelta(days=chance.randint(2, 5))
        self.values = {
            "product": self.product.name,
            "product_en": self.product.english,
            "model": self.product.model,
            "amount": f"{self.product.price:,}",
            "order": f"K26-{chance.randint(100_000, 109_999)}",
            "tracking": f"{chance.randint(1000, 9999)}-{chance.randint(1000, 9999)}-{chance.randint(1000, 9999)}",
            "serial": f"{self.product.model.replace('-', '')}{chance.choice(['2409', '2411', '2503', '2506'])}"
            f"{chance.randint(100, 999)}",
            "number": str(chance.randint(1, 5)),
            "quantity": str(chance.choice([6, 8, 10, 12, 20, 30])),
            "agent": company.COLLEAGUES[1].family,
            "name": person.name,
            "family": person.family,
            "company": COMPANIES[person.company][0] if person.company else chance.choice(company.TRADE_NAMES),
            "address": "東京都杉並区見本1-2-3 見本マンション502",
            "date": f"{bought.month}月{bought.day}日",
            "day": f"{soon.month}月{soon.day}日({_WEEKDAYS[soon.weekday()]})",
            "date_en": f"{bought:%B} {bought.day}",
        }

    def fill(self, text: str) -> str:
        """The text with its {places} filled; unknown ones stay."""
        return re.sub(r"\{(\w+)\}", lambda match: self.values.get(match[1], match[0]), text)

    def text(self, step: Step, colleague: Colleague | None, *, reply: bool) -> str:
        """One of the step's texts, framed as its writer would."""
        if colleague is not None:
            self.values["agent"] = colleague.given if self._english else colleague.family
        body = self.fill(self._chance.choice(step.texts))
        if step.kind == "customer":
            return self._from_customer(body, reply=reply)
        return self._from_agent(body, reply=reply) if step.kind == "agent" else body

    def _from_customer(self, body: str, *, reply: bool) -> str:
        if self._english:
            return f"{body}\n\n{self._person.name}"
        if body.startswith(("お世話", "いつも", f"{self.values['company']}の")):
            return f"{body}\n\n{self._person.name}"
        opening = "" if reply else self._chance.choice(_OPENINGS)
        closing = self._person.family if reply else self._chance.choice(_CLOSINGS)
        return self.fill("\n\n".join(part for part in (opening, body, closing) if part))

    def _from_agent(self, body: str, *, reply: bool) -> str:
        if self._english:
            return f"Dear {self._person.name},\n\n{body}\n\nKind regards,\n{self.values['agent']}"
        thanks = (
            ""
            if body.startswith(("お問い合わせ", "ご連絡", "平素", "いつも", "お待たせ"))
            else "お世話になっております。\n"
        )
        who = "" if "こよみキッチンの" in body else f"こよみキッチンの{self.values['agent']}でございます。\n"
        head = COMPANIES[self._person.company][0] + "\n" if self._person.company else ""
        return f"{head}{self._person.name} 様\n\n{thanks}{who}\n{body}\n\n{self._chance.choice(_AGENT_CLOSINGS)}"
