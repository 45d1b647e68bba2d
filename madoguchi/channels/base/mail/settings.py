"""What the set-up form of a mail inbox asks for."""

from dataclasses import dataclass

from madoguchi.channels.base.mail.header_text import JIS
from madoguchi.channels.base.settings_form import setting
from madoguchi.channels.base.words import Words

IN = Words("Receiving", "受信")
OUT = Words("Sending", "送信")
OAUTH = Words("Signing in with OAuth2", "OAuth2でのサインイン")
SPAM = Words("Spam and forged senders", "迷惑メールとなりすまし")
TODAY = "today"
SECURITY = (
    ("tls", Words("TLS (usual)", "TLS（通常）")),
    ("starttls", Words("STARTTLS", "STARTTLS")),
    ("none", Words("None (only inside your own network)", "なし（社内ネットワークのみ）")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """What the set-up form asks for."""

    way_in: str = setting(
        Words("How mail comes in", "受信方法"),
        help=Words(
            "Fetch it from a mailbox, or let your mail server hand it over (SMTP, LMTP or pipe).",
            "メールボックスから取りに行くか、メールサーバーから渡してもらいます（SMTP・LMTP・パイプ）。",
        ),
        default="imap",
        choices=(
            ("imap", Words("Fetch from a mailbox (IMAP)", "メールボックスから取得（IMAP）")),
            ("pop3", Words("Fetch from a mailbox (POP3)", "メールボックスから取得（POP3）")),
            ("door", Words("Handed over by a mail server", "メールサーバーから受け取る")),
        ),
        group=IN,
    )
    sign_in: str = setting(
        Words("How to sign in to the mail servers", "メールサーバーへのサインイン方法"),
        help=Words(
            "With OAuth2 a person signs in at the provider once; no password is kept here.",
            "OAuth2では提供元の画面で一度サインインします。パスワードはここに保存されません。",
        ),
        default="password",
        choices=(
            ("password", Words("User name and password", "ユーザー名とパスワード")),
            ("microsoft", Words("Microsoft 365 (OAuth2)", "Microsoft 365（OAuth2）")),
            ("google", Words("Google (OAuth2)", "Google（OAuth2）")),
            ("other", Words("Another OAuth2 server", "その他のOAuth2サーバー")),
        ),
        group=IN,
    )
    imap_host: str = setting(Words("IMAP server", "IMAPサーバー"), group=IN)
    imap_port: int = setting(Words("IMAP port", "IMAPポート"), default=993, group=IN)
    imap_security: str = setting(Words("Encryption", "暗号化"), default="tls", choices=SECURITY, group=IN)
    imap_user: str = setting(Words("User name", "ユーザー名"), group=IN)
    imap_password: str = setting(
        Words("Password", "パスワード"),
        help=Words("Often an app password made for this purpose.", "多くの場合、専用に作成したアプリパスワードです。"),
        secret=True,
        group=IN,
    )
    imap_folder: str = setting(
        Words("Folders", "フォルダー"),
        help=Words("One or several, separated by commas.", "複数ある場合はカンマで区切ります。"),
        default="INBOX",
        group=IN,
    )
    afterwards: str = setting(
        Words("After fetching", "取得後の扱い"),
        default="seen",
        choices=(
            ("seen", Words("Mark as read", "既読にする")),
            ("move", Words("Move to a folder", "フォルダーへ移動する")),
            ("delete", Words("Delete from the server", "サーバーから削除する")),
            ("leave", Words("Leave as it is", "そのままにする")),
        ),
        group=IN,
    )
    move_to: str = setting(Words("Folder to move to", "移動先フォルダー"), default="Madoguchi", group=IN)
    pop3_host: str = setting(Words("POP3 server", "POP3サーバー"), group=IN)
    pop3_port: int = setting(Words("POP3 port", "POP3ポート"), default=995, group=IN)
    pop3_security: str = setting(Words("Encryption", "暗号化"), default="tls", choices=SECURITY, group=IN)
    pop3_user: str = setting(Words("User name", "ユーザー名"), group=IN)
    pop3_password: str = setting(
        Words("Password", "パスワード"),
        help=Words("Often an app password made for this purpose.", "多くの場合、専用に作成したアプリパスワードです。"),
        secret=True,
        group=IN,
    )
    pop3_keep_days: int = setting(
        Words("Days a fetched mail stays on the server", "取得後サーバーに残す日数"),
        help=Words("0 deletes it at once, -1 never deletes.", "0はすぐに削除、-1は削除しません。"),
        default=14,
        group=IN,
    )
    since: str = setting(
        Words("Fetch mail from this day on", "この日以降のメールを取得"),
        help=Words(
            "Year-month-day, e.g. 2026-04-01, or “today”. Empty: everything in the folder.",
            "例：2026-04-01。todayは今日から。空欄ならフォルダー内のすべて。",
        ),
        default=TODAY,
        group=IN,
    )
    aliases: str = setting(
        Words("Further addresses", "その他の宛先アドレス"),
        help=Words("Separated by commas.", "カンマで区切ります。"),
        group=IN,
    )
    way_out: str = setting(
        Words("How mail goes out", "送信方法"),
        default="smtp",
        choices=(
            ("smtp", Words("Through an SMTP server", "SMTPサーバーから送信")),
            ("none", Words("Not at all: receive only", "送信しない（受信専用）")),
        ),
        group=OUT,
    )
    smtp_host: str = setting(Words("SMTP server", "SMTPサーバー"), group=OUT)
    smtp_port: int = setting(Words("SMTP port", "SMTPポート"), default=465, group=OUT)
    smtp_security: str = setting(Words("Encryption", "暗号化"), default="tls", choices=SECURITY, group=OUT)
    smtp_user: str = setting(Words("User name", "ユーザー名"), group=OUT)
    smtp_password: str = setting(Words("Password", "パスワード"), secret=True, group=OUT)
    charset: str = setting(
        Words("Character code", "文字コード"),
        help=Words(
            "UTF-8 carries every character. Choose ISO-2022-JP only for receivers with very old mail programs; ①, ㈱, "
            "髙 and emoji cannot be written in it.",
            "UTF-8ならすべての文字を送れます。ISO-2022-JPは古いメールソフトの相手が多い場合だけ選びます"
            "（①・㈱・髙・絵文字などは使えません）。",
        ),
        default="utf-8",
        choices=(("utf-8", Words("UTF-8", "UTF-8")), (JIS, Words("ISO-2022-JP", "ISO-2022-JP（JIS）"))),
        group=OUT,
    )
    reply_token: str = setting(
        Words("Signed reply address", "署名つき返信先アドレス"),
        help=Words(
            "Answers then find their ticket even when the customer’s program drops everything else. The mail server "
            "must deliver support+anything@… to this mailbox.",
            "お客様のメールソフトが引用情報を消しても、返信が元の問い合わせに届きます。"
            "support+任意@… をこの受信箱に届けるメールサーバーが必要です。",
        ),
        default="none",
        choices=(
            ("none", Words("No", "使わない")),
            ("plus", Words("Yes: support+…@…", "使う（support+…@…）")),
        ),
        group=OUT,
    )
    oauth_client_id: str = setting(
        Words("Application (client) ID", "アプリケーション（クライアント）ID"),
        help=Words(
            "From the application you registered at the provider.", "提供元に登録したアプリケーションのIDです。"
        ),
        group=OAUTH,
    )
    oauth_client_secret: str = setting(
        Words("Client secret", "クライアントシークレット"),
        help=Words("Empty for a public client.", "パブリッククライアントの場合は空欄にします。"),
        secret=True,
        group=OAUTH,
    )
    oauth_tenant: str = setting(
        Words("Directory (tenant) ID", "ディレクトリ（テナント）ID"),
        help=Words("Microsoft 365 only.", "Microsoft 365のみ。"),
        default="organizations",
        group=OAUTH,
    )
    oauth_authorize_url: str = setting(
        Words("Address of the sign-in page", "認可エンドポイント"),
        help=Words("Only for another OAuth2 server.", "その他のOAuth2サーバーのみ。"),
        group=OAUTH,
    )
    oauth_token_url: str = setting(
        Words("Address for tokens", "トークンエンドポイント"),
        help=Words("Only for another OAuth2 server.", "その他のOAuth2サーバーのみ。"),
        group=OAUTH,
    )
    oauth_scopes: str = setting(
        Words("Scopes", "スコープ"),
        help=Words("Separated by spaces. Only for another OAuth2 server.", "空白区切り。その他のOAuth2サーバーのみ。"),
        group=OAUTH,
    )
    trusted_servers: str = setting(
        Words("Own mail servers", "自社のメールサーバー名"),
        help=Words(
            "Names in Authentication-Results whose verdicts are believed, separated by commas "
            "(.outlook.com: all below).",
            "Authentication-Resultsの判定を信用するサーバー名。カンマで区切ります（.outlook.comなら配下すべて）。",
        ),
        group=SPAM,
    )
    spam_marks: str = setting(
        Words("Spam marks of the mail server", "メールサーバーの迷惑メール判定"),
        help=Words(
            "X-Spam-Flag, X-Spam-Status, X-Rspamd-Action and the like. A stranger can write them too.",
            "X-Spam-Flag、X-Spam-Status、X-Rspamd-Actionなど。外部の差出人も書き加えることができます。",
        ),
        default="above",
        choices=(
            (
                "above",
                Words("Believe those of the own mail servers named above", "上の自社サーバーが付けたものだけを信用"),
            ),
            (
                "always",
                Words(
                    "Believe all: our server removes those from outside",
                    "すべて信用（外部の判定は自社サーバーで除去済み）",
                ),
            ),
            ("never", Words("Believe none", "信用しない")),
        ),
        group=SPAM,
    )
    spam_score: int = setting(
        Words("Spam from this score on", "迷惑メールとみなすスコア"),
        help=Words("0: the mail server's own limit decides.", "0のときはメールサーバーの判定に従います。"),
        default=0,
        group=SPAM,
    )
