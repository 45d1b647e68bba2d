"""An ordinary mail, as mail programs write it."""

import random
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
