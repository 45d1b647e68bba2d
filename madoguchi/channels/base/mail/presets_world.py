"""Mail services used everywhere, and whatever else there is."""

from madoguchi.channels.base.mail.preset import STARTTLS, TLS, Preset, Server
from madoguchi.channels.base.words import Words

_APP_PASSWORD = Words("Make an app password", "アプリパスワードを作る")

GOOGLE = Preset(
    "google",
    Words("Gmail / Google Workspace", "Gmail・Google Workspace"),
    Server("imap.gmail.com", 993, TLS),
    Server("smtp.gmail.com", 465, TLS),
    domains=("gmail.com", "googlemail.com"),
    steps=(
        Words(
            "Switch on 2-step verification for the Google account of this mailbox.",
            "このメールボックスのGoogleアカウントで、2段階認証プロセスを有効にします。",
        ),
        Words(
            "Make an app password (16 letters) and enter it below, not the usual password. In a company the "
            "administrator may have to allow this.",
            "アプリパスワード（16文字）を作り、普段のパスワードの代わりに下へ入力します。"
            "会社のアカウントでは、管理者の許可が必要な場合があります。",
        ),
    ),
    password=Words("The app password (16 letters).", "アプリパスワード（16文字）です。"),
    link="https://myaccount.google.com/apppasswords",
    link_words=_APP_PASSWORD,
    limits=Words(
        "About 500 recipients a day with Gmail, 2,000 with Google Workspace; 25 MB a mail.",
        "送信はGmailで1日およそ500宛先、Google Workspaceで2,000宛先まで。1通25 MBまで。",
    ),
)

GOOGLE_SIGN_IN = Preset(
    "google_oauth",
    Words("Google Workspace, signing in with Google", "Google Workspace（Googleでサインイン）"),
    Server("imap.gmail.com", 993, TLS),
    Server("smtp.gmail.com", 465, TLS),
    sign_in="google",
    steps=(
        Words(
            "Your Google administrator registers this desk in the Google Cloud console (OAuth client, type “Web "
            "application”) and gives you the client id and secret.",
            "Googleの管理者に、Google Cloudコンソールでこの窓口（OAuthクライアント「ウェブアプリケーション」）を"
            "登録してもらい、クライアントIDとシークレットを受け取ります。",
        ),
        Words(
            "Enter both below, save, then choose “Sign in and connect”.",
            "両方を下に入力して保存し、「サインインして接続」を選びます。",
        ),
    ),
    link="https://console.cloud.google.com/apis/credentials",
    link_words=Words("Open the Google Cloud console", "Google Cloudコンソールを開く"),
    limits=GOOGLE.limits,
)

MICROSOFT = Preset(
    "microsoft",
    Words("Microsoft 365 (Exchange Online)", "Microsoft 365（Exchange Online）"),
    Server("outlook.office365.com", 993, TLS),
    Server("smtp.office365.com", 587, STARTTLS),
    sign_in="microsoft",
    steps=(
        Words(
            "Microsoft no longer accepts passwords here. Your Microsoft 365 administrator registers this desk in "
            "Microsoft Entra (app registrations) and gives you the client id and secret.",
            "Microsoftはパスワードでの接続を受け付けません。Microsoft 365の管理者に、Microsoft Entra（アプリの登録）で"
            "この窓口を登録してもらい、クライアントIDとシークレットを受け取ります。",
        ),
        Words(
            "For sending, the administrator switches on “Authenticated SMTP” for this mailbox (Active users > Mail > "
            "Manage email apps).",
            "送信のために、管理者がこのメールボックスの「認証済みSMTP」を有効にします"
            "（アクティブなユーザー＞メール＞メールアプリを管理する）。",
        ),
        Words(
            "Enter client id and secret below, save, then choose “Sign in and connect”.",
            "クライアントIDとシークレットを下に入力して保存し、「サインインして接続」を選びます。",
        ),
    ),
    link="https://entra.microsoft.com/",
    link_words=Words("Open Microsoft Entra", "Microsoft Entraを開く"),
    limits=Words(
        "30 mails a minute and 10,000 recipients a day from one mailbox.",
        "送信は1つのメールボックスから1分30通、1日10,000宛先まで。",
    ),
)

OUTLOOK = Preset(
    "outlook",
    Words("Outlook.com / Hotmail", "Outlook.com・Hotmail"),
    Server("outlook.office365.com", 993, TLS),
    Server("smtp-mail.outlook.com", 587, STARTTLS),
    sign_in="microsoft",
    domains=("outlook.com", "outlook.jp", "hotmail.com", "hotmail.co.jp", "live.jp", "live.com", "msn.com"),
    steps=(
        Words(
            "In Outlook.com: Settings > Mail > Forwarding and IMAP: let devices and apps use IMAP.",
            "Outlook.comの「設定＞メール＞転送とIMAP」で、デバイスとアプリにIMAPの使用を許可します。",
        ),
        Words(
            "Passwords are no longer accepted: sign in with Microsoft, with a client id registered in Microsoft Entra "
            "for personal accounts (tenant “consumers”).",
            "パスワードでの接続はできません。Microsoft Entraで個人アカウント用（テナント consumers）に登録した"
            "クライアントIDを使い、Microsoftでサインインします。",
        ),
    ),
    link="https://outlook.live.com/mail/options/mail/accounts",
    link_words=Words("Open the settings of Outlook.com", "Outlook.comの設定を開く"),
    limits=Words(
        "Meant for persons: new accounts may send only little a day.",
        "個人向けのサービスです。新しいアカウントの送信数は少なく制限されています。",
    ),
)

ICLOUD = Preset(
    "icloud",
    Words("iCloud Mail", "iCloudメール"),
    Server("imap.mail.me.com", 993, TLS),
    Server("smtp.mail.me.com", 587, STARTTLS),
    domains=("icloud.com", "me.com", "mac.com"),
    steps=(
        Words(
            "Switch on two-factor authentication for the Apple account.",
            "Appleアカウントの2ファクタ認証を有効にします。",
        ),
        Words(
            "Make an app-specific password and enter it below, not the usual password.",
            "「App用パスワード」を作り、普段のパスワードの代わりに下へ入力します。",
        ),
    ),
    password=Words("The app-specific password.", "App用パスワードです。"),
    link="https://account.apple.com/",
    link_words=Words("Make an app-specific password", "App用パスワードを作る"),
    limits=Words("1,000 mails a day, 500 recipients a mail, 20 MB.", "送信は1日1,000通、1通500宛先、20 MBまで。"),
)

OTHER = Preset(
    "other",
    Words("Another service or your own mail server", "そのほか・自社のメールサーバー"),
    Server("", 993, TLS),
    Server("", 465, TLS),
    user="free",
    password=Words("Often an app password made for this purpose.", "専用に作成したアプリパスワードの場合もあります。"),
    steps=(
        Words(
            "Ask your provider or administrator for the names of the IMAP and SMTP servers, their ports, the user name "
            "and the password.",
            "IMAPサーバーとSMTPサーバーの名前、ポート番号、ユーザー名、パスワードを、プロバイダーまたは管理者に"
            "確かめてください。",
        ),
    ),
)
