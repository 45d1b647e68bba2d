"""HTML mails: what is shown, what is not, and the text that is made of them for reading and searching."""

from tests.mail_corpus.case import Case, case, holds
from tests.mail_corpus.writing import mail, part

ANY = {"any": True}


def html(name: str, markup: str | bytes, text: object, shown: object = ANY, label: str = "; charset=utf-8") -> Case:
    raw = mail(part(markup, f"Content-Type: text/html{label}", "Content-Transfer-Encoding: 8bit"))
    extra = {} if isinstance(text, str) else {"reply": ANY}
    return case(name, raw, text=text, html=shown, **extra)


def in_sjis(head: str) -> bytes:
    return f"<html><head>{head}</head><body><p>表示能力</p></body></html>".encode("cp932")


TABLE = (
    "<table border=1><tr><th>品名</th><th>数量</th><th>価格</th></tr>"
    "<tr><td>炊飯器</td><td>2</td><td>19,800円</td></tr><tr><td>電気ケトル</td><td>10</td><td>4,980円</td></tr></table>"
)
OUTLOOK = (
    "<html><head><style><!--\n/* Font Definitions */\n@font-face {font-family:'MS Mincho'; panose-1:2 2 6 9;}\n"
    "p.MsoNormal, li.MsoNormal {margin:0mm; font-size:10.5pt;}\n.red {color:red}\n"
    "@media screen { .red {color:blue} }\n--></style></head><body lang=JA><div class=WordSection1>"
    "<p class=MsoNormal>お世話になります。<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    "<p class='MsoNormal red'>至急です。</p><!--[if mso]><p>for Word</p><![endif]-->"
    "<![if !mso]><p>for all</p><![endif]></div></body></html>"
)
LAYOUT = (
    "<table width=600><tr><td><table><tr><td><h1>セール</h1></td></tr></table></td></tr>"
    "<tr><td><p>冬の品</p></td></tr><tr><td>配信停止</td></tr></table>"
)

CASES = [
    html("the charset only in a meta tag", in_sjis('<meta charset="Shift_JIS">'), "表示能力", label=""),
    html(
        "the charset only in an old meta tag",
        in_sjis('<meta http-equiv="Content-Type" content="text/html; charset=x-sjis">'),
        "表示能力",
        label="",
    ),
    html(
        "the label us-ascii, the truth in the meta tag",
        in_sjis("<meta charset=shift_jis>"),
        "表示能力",
        label="; charset=us-ascii",
    ),
    html(
        "a label nobody knows, the truth in the meta tag",
        in_sjis("<meta charset=shift_jis>"),
        "表示能力",
        label="; charset=foo",
    ),
    html("a meta tag that lies about UTF-8", '<meta charset="iso-8859-1"><p>注文</p>', "注文"),
    html(
        "no charset anywhere", "<p>注文の確認をお願いします</p>".encode("euc_jp"), "注文の確認をお願いします", label=""
    ),
    html(
        "a table keeps its columns",
        f"<p>注文です</p>{TABLE}<p>以上</p>",
        "注文です\n\n品名        数量  価格\n炊飯器      2     19,800円\n電気ケトル  10    4,980円\n\n以上",
        holds("<th>品名</th>", "<td>炊飯器</td>", 'border="1"'),
    ),
    html(
        "a table that only lays out a page becomes lines",
        LAYOUT,
        "セール\n\n冬の品\n\n配信停止",
        holds("<table", "<h1>セール</h1>"),
    ),
    html(
        "a nested table is closed and whole",
        "<table><tr><td>a<table><tr><td>b</table>c</table>d",
        holds("a", "b", "c", "d"),
        holds("<td>b</td>"),
    ),
    html(
        "Outlook's style sheet reaches its paragraphs",
        OUTLOOK,
        "お世話になります。\n\n至急です。\n\nfor all",
        holds('style="margin:0mm;font-size:10.5pt"', "color:red", lacks=("for Word", "color:blue", "o:p", "MsoNormal")),
    ),
    html(
        "a picture of the mail keeps its name",
        '<p>図</p><img src="cid:image001.png@01D9">',
        "図",
        holds('src="cid:image001.png@01D9"'),
    ),
    html(
        "a picture from elsewhere stays an address until asked for",
        '<p>図</p><img src="https://x.example/a.png">',
        "図",
        holds('src="https://x.example/a.png"'),
    ),
    html(
        "a small picture inside the HTML is kept",
        '<p>図</p><img src="data:image/png;base64,AAAA">',
        "図",
        holds("data:image/png;base64,AAAA"),
    ),
    html(
        "a drawing inside an address is not",
        '<p>図</p><img src="data:image/svg+xml,x">',
        "図",
        holds("図", lacks=("svg",)),
    ),
    html(
        "a hidden first line of a newsletter stays hidden",
        '<style>.pre{display:none!important}</style><div class="pre">unseen</div><p>見える</p>',
        "見える",
        "<p>見える</p>",
    ),
    html(
        "hidden by Outlook's own word",
        '<span style="mso-hide:all">unseen</span><p>見える</p>',
        "見える",
        "<p>見える</p>",
    ),
    html(
        "lists are numbered and indented",
        "<ol><li>一<ul><li>甲<li>乙</ul><li>二</ol>",
        "1. 一\n   - 甲\n   - 乙\n2. 二",
    ),
    html("a list that begins at three", "<ol start=3><li>三<li>四</ol>", "3. 三\n4. 四"),
    html("lines, blanks and entities", "a<br>b&nbsp;&amp;&nbsp;c &lt;d&gt; &copy; &#12354;", "a\nb & c <d> © あ"),
    html("many blanks are one, paragraphs are apart", "<p>a   b\n c</p>\n\n<p>d</p>", "a b c\n\nd"),
    html("lines as divs, an empty line as Gmail writes it", "<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
    html("text that is written as it stands", "<pre>a  b\n  c</pre>", "a  b\n  c"),
    html("a line across", "<p>a</p><hr><p>b</p>", holds("a\n\n____", "____\n\nb")),
    html("a face that is a picture", '<p>ありがとう<img alt="😊" src="cid:f"></p>', "ありがとう😊"),
    html(
        "nothing but pictures: what stands for them",
        '<img alt="冬のセール" src="https://x.example/1.png">',
        "冬のセール",
    ),
    html(
        "a link keeps its address for the eye",
        '<p><a href="https://x.example/">こちら</a></p>',
        "こちら",
        holds('href="https://x.example/"', "noopener"),
    ),
    html("tags that are never closed", "<p>a<b>b<p>c<i>d", "ab\n\ncd", holds("<p>a<b>b")),
    html("ends that never began", "</div></td>a</p></table>b", holds("a", "b")),
    html(
        "tags in capitals without quotes", "<FONT COLOR=RED SIZE=4>a</FONT>", "a", '<font color="RED" size="4">a</font>'
    ),
    html("less than, as people write it", "<p>1 < 2 and a<b? 3 > 2</p>", holds("1 < 2"), holds("1 &lt; 2")),
    html(
        "a marker's colour by Word",
        "<p><span style='background:yellow;mso-highlight:yellow'>a</span></p>",
        "a",
        holds('style="background-color:yellow"'),
    ),
    html(
        "a body with a colour",
        '<body bgcolor="#eeeeff" style="color:navy"><p>a</p></body>',
        "a",
        holds('bgcolor="#eeeeff"', "color:navy"),
    ),
    html(
        "a script inside a comment inside a style",
        "<style><!-- <script>x()</script> --></style><p>a</p>",
        "a",
        "<p>a</p>",
    ),
    html(
        "an attribute that pretends to end its tag",
        '<p title="><script>x()</script>">a</p>',
        "a",
        holds("a</p>", lacks=("<script",)),
    ),
]
