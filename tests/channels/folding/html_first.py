"""HTML mails, with what their writers newly wrote. `JAPANESE` and `INTERNATIONAL` map a name to (HTML, reply)."""

from tests.channels.folding import html_clients as by

A = '&lt;<a href="mailto:help@koyomi.example">help@koyomi.example</a>&gt;'
FIELDS_JA = [
    ("差出人", f"サポート {A}"),
    ("送信日時", "2024年9月10日火曜日 10:00"),
    ("宛先", "鈴木 花 &lt;suzuki@mail.example&gt;"),
    ("件名", "RE: 修理について"),
]
FIELDS_EN = [
    ("From", f"Koyomi Support {A}"),
    ("Sent", "Tuesday, September 10, 2024 10:00 AM"),
    ("To", "John Smith &lt;john@smith.example&gt;"),
    ("Subject", "RE: Repair"),
]
FIELDS_DE = [
    ("Von", f"Koyomi Support {A}"),
    ("Gesendet", "Dienstag, 10. September 2024 um 10:00 Uhr"),
    ("An", "Hans Meier"),
    ("Betreff", "Ihre Reparatur"),
]

JAPANESE = {
    "Gmail": (
        by.gmail(
            "お世話になっております。<div>写真を<b>2枚</b>お送りします。</div>",
            f"2024年9月10日(火) 10:00 サポート {A}:",
            "<div>写真をお送りください。</div>",
        ),
        "お世話になっております。\n写真を2枚お送りします。",
    ),
    "Gmail with its signature": (
        by.gmail(
            "承知しました。", f"2024年9月10日(火) 10:00 サポート {A}:", "<div>よろしいですか。</div>", "鈴木花<br>花屋"
        ),
        "承知しました。",
    ),
    "Outlook": (
        by.outlook(
            ["佐藤様", "", "検収が終わりました。", "請求書をお送りください。"], FIELDS_JA, ["検収はいかがですか。"]
        ),
        "佐藤様\n\n検収が終わりました。\n請求書をお送りください。",
    ),
    "Outlook on the web": (
        by.outlook_web(
            "<div>日程を変更したいです。</div><div>来週は可能でしょうか。</div>", FIELDS_JA, "<p>明日伺います。</p>"
        ),
        "日程を変更したいです。\n来週は可能でしょうか。",
    ),
    "Outlook on a telephone": (
        by.outlook_telephone(
            "届きました", "<a href='https://aka.ms/o0ukef'>Outlook for iOS</a> を入手", FIELDS_JA, "発送しました。"
        ),
        "届きました",
    ),
    "Apple Mail": (
        by.apple(
            "更新したら直りました。<div>ありがとうございました。</div>",
            f"2024/09/10 10:00、サポート {A}のメール：",
            "更新をお試しください。",
        ),
        "更新したら直りました。\nありがとうございました。",
    ),
    "iPhone": (
        by.iphone(
            "明日でお願いします", "iPhoneから送信", f"2024/09/10 10:00、サポート {A}のメール:", "いつがよろしいですか。"
        ),
        "明日でお願いします",
    ),
    "Thunderbird": (
        by.thunderbird(
            "図面を添付します。", "2024/09/10 10:00、サポート さんは書きました:", "<p>図面をお願いします。</p>"
        ),
        "図面を添付します。",
    ),
    "Thunderbird, the answer below": (
        by.thunderbird(
            "",
            "2024/09/10 10:00、サポート さんは書きました:",
            "<p>台数は何台ですか。</p>",
            below="5台です。",
            signature="鈴木花",
        ),
        "5台です。",
    ),
    "Proton": (
        by.proton(
            "解約をお願いします。",
            '<a href="https://proton.me/">Proton Mail</a>のセキュアメールで送信。',
            f"2024年9月10日火曜日 10:00に、サポート {A}さんは書きました:",
            "ご用件をお知らせください。",
        ),
        "解約をお願いします。",
    ),
    "Galaxy": (
        by.samsung(
            "まだ電源が入りません",
            "Galaxyから送信",
            "-------- 元のメッセージ --------",
            [("差出人", "サポート"), ("日付", "2024/09/10 10:00 (GMT+09:00)"), ("宛先", "鈴木"), ("件名", "電源の件")],
            "<div>充電をお試しください。</div>",
        ),
        "まだ電源が入りません",
    ),
    "decorated mail of a telephone": (
        '<html><body bgcolor="#FFE4E1"><div><font color="#FF0000">ありがとう</font><img src="cid:1@docomo"></div>'
        "<div>またお願いします。</div><div>---元のメッセージ---</div><div>差出人: 花屋</div><div>件名: お礼</div>"
        "<div>ご利用ありがとうございました。</div></body></html>",
        "ありがとう\nまたお願いします。",
    ),
    "only broken lines": (
        by.plain_lines(
            "了解です。", "", "2024年9月10日(火) 10:00 サポート &lt;help@koyomi.example&gt;:", "&gt; 伺います。"
        ),
        "了解です。",
    ),
    "kept: a forwarded mail": (
        '<div dir="ltr">転送します。<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- '
        "Forwarded message ---------<br>From: 鈴木<br>Date: 2024年9月10日<br>Subject: 故障<br>To: 店<br></div>"
        "<br>届いたら壊れていました。</div></div>",
        "転送します。\n\n---------- Forwarded message ---------\nFrom: 鈴木\nDate: 2024年9月10日\nSubject: 故障\n"
        "To: 店\n\n届いたら壊れていました。",
    ),
    "kept: answers between": (
        "<blockquote type='cite'>型番は何ですか。</blockquote><div>RC-100です。</div><blockquote"
        " type='cite'>色は何ですか。"
        "</blockquote><div>白です。</div>",
        "> 型番は何ですか。\nRC-100です。\n> 色は何ですか。\n白です。",
    ),
    "kept: a form": (
        "<table><tr><td>差出人</td><td>山田 太郎</td></tr><tr><td>件名</td><td>修理</td></tr><tr><td>内容</td>"
        "<td>動きません</td></tr></table>",
        "差出人  山田 太郎\n件名  修理\n内容  動きません",
    ),
}
INTERNATIONAL = {
    "Gmail": (
        by.gmail(
            "Thanks!<div><br></div><div>That solved it.</div>",
            f"On Tue, Sep 10, 2024 at 10:00 AM Koyomi Support {A} wrote:",
            "<p>Please restart it.</p>",
        ),
        "Thanks!\n\nThat solved it.",
    ),
    "Outlook": (
        by.outlook(["Hi,", "the lid does not close.", "Can you send a new one?"], FIELDS_EN, ["What is broken?"]),
        "Hi,\nthe lid does not close.\nCan you send a new one?",
    ),
    "Outlook in German": (
        by.outlook(["Guten Tag,", "die Reparatur war erfolgreich."], FIELDS_DE, ["War die Reparatur erfolgreich?"]),
        "Guten Tag,\ndie Reparatur war erfolgreich.",
    ),
    "Outlook on the web with its signature": (
        by.outlook_web("<div>Please proceed.</div>", FIELDS_EN, "May we proceed?", "John Smith<br>ACME Ltd."),
        "Please proceed.",
    ),
    "Outlook on a telephone": (
        by.outlook_telephone(
            "Not received", "Get <a href='https://aka.ms/o0ukef'>Outlook for iOS</a>", FIELDS_EN, "Sent."
        ),
        "Not received",
    ),
    "Apple Mail": (
        by.apple("Works now.", f"On Sep 10, 2024, at 10:00 AM, Koyomi Support {A} wrote:", "Does it work?"),
        "Works now.",
    ),
    "iPhone": (
        by.iphone("Tuesday", "Sent from my iPhone", f"On 10 Sep 2024, at 10:00, Koyomi {A} wrote:", "Which day?"),
        "Tuesday",
    ),
    "Yahoo": (
        by.yahoo(
            "No refund so far.",
            "On Tuesday, September 10, 2024, 10:00:00 AM GMT+9, Koyomi &lt;help@koyomi.example&gt; wrote:",
            "It was issued.",
        ),
        "No refund so far.",
    ),
    "Thunderbird, the answer below": (
        by.thunderbird("", "Am 10.09.24 um 10:00 schrieb Koyomi:", "<p>Passt Montag?</p>", below="Ja, gerne."),
        "Ja, gerne.",
    ),
    "Proton": (
        by.proton(
            "Delete my account.",
            'Sent with <a href="https://proton.me/">Proton Mail</a> secure email.',
            f"On Tuesday, September 10th, 2024 at 10:00 AM, Koyomi {A} wrote:",
            "How can we help?",
        ),
        "Delete my account.",
    ),
    "Zoho": (
        by.zoho("Friday works.", f"---- On Tue, 10 Sep 2024 10:00:00 +0900 <b>Koyomi</b> {A} wrote ----", "Friday?"),
        "Friday works.",
    ),
    "GMX": (by.gmx("Das Paket ist da.", FIELDS_DE, "Ist das Paket da?"), "Das Paket ist da."),
    "Samsung": (
        by.samsung(
            "Thanks a lot",
            "Sent from my Galaxy",
            "-------- Original message --------",
            [("From", "Koyomi"), ("Date", "10/09/2024 10:00 (GMT+00:00)"), ("To", "John"), ("Subject", "Hi")],
            "Fixed.",
        ),
        "Thanks a lot",
    ),
    "kept: a newsletter's pull quote": (
        "<p>Our customers say</p><blockquote><p>The best kettle ever.</p></blockquote><p>May we print this?</p>",
        "Our customers say\n\nThe best kettle ever.\n\nMay we print this?",
    ),
    "kept: a ruled table": (
        "<div>Our order</div><div style='border-top:solid #E1E1E1 1.0pt'>Kettle: 2</div><div>Rice cooker: 1</div>",
        "Our order\nKettle: 2\nRice cooker: 1",
    ),
}
