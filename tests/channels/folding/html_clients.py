"""HTML as mail programs wrap it round what a person wrote. Arguments are HTML; `head` is the line above the quote."""


def gmail(new: str, head: str, quoted: str, signature: str = "") -> str:
    sign = (
        '<div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature"'
        f' data-smartmail="gmail_signature"><div dir="ltr">{signature}</div></div>'
    )
    return (
        f'<div dir="ltr">{new}{sign if signature else ""}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{head}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px '
        f'0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{quoted}</blockquote></div>\r\n'
    )


def outlook(new: list[str], fields: list[tuple[str, str]], quoted: list[str]) -> str:
    def paragraphs(lines: list[str]) -> str:
        return "".join(
            f"<p class=MsoNormal><span lang=EN-US style='font-size:10.5pt'>{line or '&nbsp;'}<o:p></o:p></span></p>"
            for line in lines
        )

    head = "<br>".join(f"<b><span>{name}:</span></b> {value}" for name, value in fields)
    return (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style><!-- p.MsoNormal{margin:0mm} --></style>"
        f"</head><body lang=JA link='#0563C1'><div class=WordSection1>{paragraphs([*new, ''])}<div><div style='border:"
        f"none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0mm 0mm 0mm'><p class=MsoNormal>{head}<o:p></o:p></p></div>"
        f"</div>{paragraphs(['', *quoted])}</div></body></html>"
    )


def outlook_web(new: str, fields: list[tuple[str, str]], quoted: str, signature: str = "") -> str:
    head = "<br>".join(f"<b>{name}:</b> {value}" for name, value in fields)
    sign = f'<div id="Signature"><div>{signature}</div></div>' if signature else ""
    return (
        f'<html><body dir="ltr"><div class="elementToProof" style="font-size: 12pt;">{new}</div>{sign}'
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">'
        f"{head}</font><div>&nbsp;</div></div><div>{quoted}</div></body></html>"
    )


def outlook_telephone(new: str, line: str, fields: list[tuple[str, str]], quoted: str) -> str:
    head = "<br>".join(f"<b>{name}:</b> {value}" for name, value in fields)
    return (
        f'<div dir="ltr">{new}</div><div id="ms-outlook-mobile-signature"><div><br></div>{line}</div>'
        '<div id="mail-editor-reference-message-container"><hr style="display:inline-block;width:98%">'
        f'<div id="divRplyFwdMsg" style="font-size:11pt">{head}<br></div><div>{quoted}</div></div>'
    )


def apple(new: str, head: str, quoted: str) -> str:
    return (
        f'<html><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space;">{new}<br id="lineBreakAtBeginning'
        f'OfMessage"><div><br><blockquote type="cite"><div>{head}</div><br class="Apple-interchange-newline"><div>'
        f"{quoted}</div></blockquote></div><br></body></html>"
    )


def iphone(new: str, line: str, head: str, quoted: str) -> str:
    return (
        f'<html><body dir="auto">{new}<br><br><div dir="ltr">{line}</div><div dir="ltr"><br><blockquote type="cite">'
        f'{head}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff{quoted}</div></blockquote>'
        "</body></html>"
    )


def yahoo(new: str, head: str, quoted: str) -> str:
    return (
        f'<div class="ydp1f yahoo-style-wrap" style="font-size:16px;"><div dir="ltr" data-setdir="false">{new}</div>'
        '<div><br></div></div><div id="ydp77yahoo_quoted_4021" class="ydp77yahoo_quoted yahoo_quoted">'
        f"<div style=\"font-family:'Helvetica Neue';color:#26282a;\"><div>{head}</div><div><br></div><div>{quoted}"
        "</div></div></div>"
    )


def thunderbird(new: str, head: str, quoted: str, below: str = "", signature: str = "") -> str:
    sign = f'<div class="moz-signature">-- <br>{signature}</div>' if signature else ""
    return (
        f'<html><head><meta charset="UTF-8"></head><body>{f"<p>{new}</p>" if new else ""}'
        f'<div class="moz-cite-prefix">{head}<br></div><blockquote type="cite" cite="mid:1@koyomi.example">{quoted}'
        f"</blockquote>{f'<p>{below}</p>' if below else '<br>'}{sign}</body></html>"
    )


def proton(new: str, line: str, head: str, quoted: str) -> str:
    return (
        f'<div style="font-family: Arial; font-size: 14px;">{new}</div><div class="protonmail_signature_block">'
        f'<div class="protonmail_signature_block-proton">{line}</div></div><div class="protonmail_quote">{head}<br>'
        f'<blockquote class="protonmail_quote" type="cite">{quoted}</blockquote><br></div>'
    )


def zoho(new: str, head: str, quoted: str) -> str:
    return (
        f'<div style="font-size: 10pt;"><div>{new}<br></div><div class="zmail_extra_hr" style="border-top: 1px solid '
        f'rgb(204, 204, 204)"><br></div><div class="zmail_extra" data-zbluepencil-ignore="true"><div><br></div><div '
        f'id="Zm-_Id_-Sgn1">{head}<br></div><div><br></div><blockquote id="blockquote_zmail" style="margin: 0px;">'
        f"<div>{quoted}</div></blockquote></div></div>"
    )


def gmx(new: str, fields: list[tuple[str, str]], quoted: str) -> str:
    head = "<br>".join(f"<b>{name}:</b>&nbsp;{value}" for name, value in fields)
    return (
        f'<div style="font-family: Verdana;font-size: 12.0px;"><div>{new}</div><div>&nbsp;<div name="quote" '
        'style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div '
        f'style="margin:0 0 10px 0;">{head}</div><div name="quoted-content">{quoted}</div></div></div></div>'
    )


def samsung(new: str, line: str, mark: str, fields: list[tuple[str, str]], quoted: str) -> str:
    head = "".join(f"<div>{name}: {value} </div>" for name, value in fields)
    return (
        f'<div dir="auto">{new}</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div '
        f'style="font-size:12px;color:#575757">{line}</div></div><div dir="auto"><br></div><div align="left" '
        f'style="font-size:100%;color:#000000"><div>{mark}</div>{head}<div><br></div></div>{quoted}'
    )


def plain_lines(*lines: str) -> str:
    """A web form or old telephone that only breaks lines."""
    return f"<html><body>{'<br>'.join(lines)}</body></html>"
