"""Mail services of Japanese hosting companies and portals."""

from madoguchi.channels.base.mail.preset import TLS, Preset, Server
from madoguchi.channels.base.words import Words

SAKURA = Preset(
    "sakura",
    Words("Sakura Internet", "さくらインターネット"),
    Server("", 993, TLS),
    Server("", 465, TLS),
    steps=(
        Words(
            "Make the mail address in the control panel (Mail > Mail list) and note its password.",
            "コントロールパネルの「メール＞メール一覧」でメールアドレスを作り、パスワードを控えます。",
        ),
    ),
    host_help=Words(
        "The server is the initial domain of your contract, ending in .sakura.ne.jp, not your own domain.",
        "サーバー名は契約の「初期ドメイン」（末尾が .sakura.ne.jp）です。独自ドメインではありません。",
    ),
    host_example="example.sakura.ne.jp",
    limits=Words(
        "The service slows or stops mass mailings; see its terms for numbers.",
        "大量送信は制限されます。数は契約プランの案内を見てください。",
    ),
)

XSERVER = Preset(
    "xserver",
    Words("Xserver", "エックスサーバー"),
    Server("", 993, TLS),
    Server("", 465, TLS),
    steps=(
        Words(
            "Make the mail account in the server panel and note its password.",
            "サーバーパネルの「メールアカウント設定」でアカウントを作り、パスワードを控えます。",
        ),
    ),
    host_help=Words(
        "The server is named in “Server information” of the panel: sv and a number, then .xserver.jp.",
        "サーバー名はサーバーパネルの「サーバー情報」にあります（sv＋数字＋.xserver.jp）。",
    ),
    host_example="sv0000.xserver.jp",
    limits=Words("1,500 mails an hour, 15,000 a day.", "送信は1時間1,500通、1日15,000通まで。"),
)

LOLIPOP = Preset(
    "lolipop",
    Words("Lolipop!", "ロリポップ！"),
    Server("imap.lolipop.jp", 993, TLS),
    Server("smtp.lolipop.jp", 465, TLS),
    steps=(
        Words(
            "Make the mail address in the user page (Mail > Mail settings) and note its password.",
            "ユーザー専用ページの「メール＞メール設定」でアドレスを作り、パスワードを控えます。",
        ),
    ),
    limits=Words(
        "By plan 100 to 1,000 mails an hour (Economy 100, Light 300, others 1,000); ten times that a day.",
        "送信はプランにより1時間100～1,000通（エコノミー100、ライト300、ほか1,000）、1日はその10倍まで。",
    ),
)

CONOHA = Preset(
    "conoha",
    Words("ConoHa WING", "ConoHa WING"),
    Server("", 993, TLS),
    Server("", 465, TLS),
    steps=(
        Words(
            "Make the mail address in the control panel (Mail management > Mail settings) and note its password.",
            "コントロールパネルの「メール管理＞メール設定」でアドレスを作り、パスワードを控えます。",
        ),
    ),
    host_help=Words(
        "The server name stands beside the address in the control panel: mail and a number, then .conoha.ne.jp.",
        "サーバー名はコントロールパネルのメールアドレスの詳細にあります（mail＋数字＋.conoha.ne.jp）。",
    ),
    host_example="mail0000.conoha.ne.jp",
    limits=Words(
        "The number of mails an hour is limited; see the plan.",
        "1時間の送信数に上限があります。プランの案内を見てください。",
    ),
)

ONAMAE = Preset(
    "onamae",
    Words("Onamae.com", "お名前.com"),
    Server("", 993, TLS),
    Server("", 465, TLS),
    steps=(
        Words(
            "Make the mail address in the control panel and note its password.",
            "コントロールパネルの「メール」でアドレスを作り、パスワードを控えます。",
        ),
    ),
    host_help=Words(
        "The control panel names the mail server. A name made of your own domain (imap.…, smtp.…) does not fit its "
        "certificate.",
        "メールサーバー名はコントロールパネルにあります。"
        "独自ドメインの名前（imap.… や smtp.…）は証明書と一致しません。",
    ),
    host_example="mail00.onamae.ne.jp",
    limits=Words(
        "The number of mails an hour is limited; see the plan.",
        "1時間の送信数に上限があります。プランの案内を見てください。",
    ),
)

YAHOO_JAPAN = Preset(
    "yahoo_japan",
    Words("Yahoo! JAPAN Mail", "Yahoo!メール"),
    Server("imap.mail.yahoo.co.jp", 993, TLS),
    Server("smtp.mail.yahoo.co.jp", 465, TLS),
    user="account",
    domains=("yahoo.co.jp", "ymail.ne.jp"),
    steps=(
        Words(
            "In Yahoo! Mail: Settings > IMAP/POP/SMTP access: allow access from other than Yahoo! JAPAN’s own "
            "services, for IMAP and SMTP.",
            "Yahoo!メールの「設定・利用規約＞メール設定＞IMAP/POP/SMTPアクセス」で、IMAPとSMTPについて"
            "「Yahoo! JAPAN公式サービス以外からのアクセスも有効にする」を選びます。",
        ),
        Words(
            "If sign-in by password is switched off for the Yahoo! JAPAN ID, it has to be switched on.",
            "Yahoo! JAPAN IDでパスワードを無効にしている場合は、有効に戻します。",
        ),
    ),
    password=Words("The password of the Yahoo! JAPAN ID.", "Yahoo! JAPAN IDのパスワードです。"),
    link="https://mail.yahoo.co.jp/",
    link_words=Words("Open Yahoo! Mail", "Yahoo!メールを開く"),
    limits=Words(
        "Meant for persons; sending is limited to protect against spam.",
        "個人向けのサービスです。迷惑メール対策のため送信数に制限があります。",
    ),
)
