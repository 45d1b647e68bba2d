"""HTML mails written after the folding was finished, and scored once before anything was mended."""

from tests.channels.folding import html_clients as by

A = '&lt;<a href="mailto:help@koyomi.example" target="_blank">help@koyomi.example</a>&gt;'

JAPANESE = {
    "Gmail on a telephone": (
        f'<div dir="auto">はい、届きました。<div dir="auto"><br></div><div dir="auto">助かりました。</div></div><br>'
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">2024年9月11日(水) 9:05 配送係 {A}:<br></div>'
        '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">'
        "荷物は届きましたか。<br>配送係</blockquote></div>",
        "はい、届きました。\n助かりました。",
    ),
    "Gmail, the answer below the quote": (
        f'<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">2024年9月11日(水) 9:05 係'
        f" {A}:<br>"
        '</div><blockquote class="gmail_quote" style="border-left:1px solid">何色がよいですか。</blockquote></div>'
        "<div>紺色です。</div></div>",
        "紺色です。",
    ),
    "Outlook with a box of a signature": (
        by.outlook(
            [
                "川上様",
                "見積もりをお願いします。",
                "",
                "━━━━━━━━━━",
                "株式会社こよみ　佐藤",
                "TEL 06-0000-0000",
                "━━━━━━━━━━",
            ],
            [("From", "川上"), ("Sent", "Tuesday, September 10, 2024 10:00 AM"), ("To", "佐藤"), ("Subject", "御見積")],
            ["お見積もりをお送りしますか。"],
        ),
        "川上様\n見積もりをお願いします。",
    ),
    "LINE WORKS": (
        "<div>承知しました。</div><div><br></div><div>-----Original Message-----<br><b>From:</b>"
        ' "佐藤"&lt;sato@koyomi.'
        'example&gt;<br><b>To:</b> "田中"&lt;tanaka@k.example&gt;;<br><b>Cc:</b><br><b>Sent:</b> 2024/09/10'
        " (火) 10:00 "
        "(GMT+09:00)<br><b>Subject:</b> 確認<br><br></div><div>ご確認ください。</div>",
        "承知しました。",
    ),
    "Yahoo! Japan in a plain blockquote": (
        "<div>商品が違います。<br>交換してください。</div><br><blockquote style='border-left: 5px solid #39F;"
        " padding-left: 5px'>"
        "----- Original Message -----<br>From: 通販<br>To: 鈴木<br>Date: 2024/9/10, Tue 10:00<br>Subject: 発送<br>"
        "発送しました。</blockquote>",
        "商品が違います。\n交換してください。",
    ),
    "kept: indented by the writer": (
        '<div dir="ltr">住所はこちらです。<blockquote style="margin:0 0 0'
        ' 40px;border:none;padding:0px"><div>京都市下京区'
        "</div></blockquote><div>よろしくお願いします。</div></div>",
        "住所はこちらです。\n京都市下京区\nよろしくお願いします。",
    ),
}
INTERNATIONAL = {
    "Gmail on a telephone": (
        '<p dir="ltr">On my way.</p>\n<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed,'
        " 11 Sept 2024, "
        f'09:05 Koyomi, {A} wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">Where are you?'
        "</blockquote></div>",
        "On my way.",
    ),
    "Outlook with a logo in the signature": (
        by.outlook_web(
            "<p>We accept the offer.</p>",
            [("From", "Koyomi"), ("Sent", "10 September 2024 10:00"), ("To", "Mary"), ("Subject", "Offer")],
            "<p>Our offer.</p>",
            "<p>Mary Smith</p><img src='cid:logo@smith' width=80>",
        ),
        "We accept the offer.",
    ),
    "Yahoo on a telephone": (
        "Refund please<br><br><p class='yahoo-signature'>Sent from Yahoo Mail for iPhone</p><p"
        " class='yahoo-quoted-begin' "
        "style='font-size: 15px'>On Tuesday, September 10, 2024, 10:00 AM, Koyomi &lt;help@koyomi.example&gt;"
        " wrote:</p>"
        "<blockquote class='iosymail'><div>How can we help?</div></blockquote>",
        "Refund please",
    ),
    "Thunderbird with its signature": (
        by.thunderbird(
            "Done.", "On 9/10/24 10:00, Koyomi Support wrote:", "<p>Please sign.</p>", signature="John<br>ACME"
        ),
        "Done.",
    ),
    "Outlook in French": (
        by.outlook(
            ["Bonjour,", "je préfère être remboursée."],
            [("De", "Koyomi"), ("Envoyé", "mardi 10 septembre 2024 10:00"), ("À", "Marie"), ("Objet", "RE: Retour")],
            ["Échange ou remboursement ?"],
        ),
        "Bonjour,\nje préfère être remboursée.",
    ),
    "kept: answers between in Gmail": (
        '<div dir="ltr">See below.<div class="gmail_quote"><div class="gmail_attr">On Tue, Sep 10, 2024 at'
        " 10:00 AM Koyomi "
        f'{A} wrote:<br></div><blockquote class="gmail_quote" style="border-left:1px solid">Which size?</blockquote>'
        '<div>Large.</div><blockquote class="gmail_quote" style="border-left:1px solid">Which colour?</blockquote>'
        "<div>Blue.</div></div></div>",
        "See below.\nOn Tue, Sep 10, 2024 at 10:00 AM Koyomi <help@koyomi.example> wrote:\n> Which size?\nLarge.\n"
        "> Which colour?\nBlue.",
    ),
}
