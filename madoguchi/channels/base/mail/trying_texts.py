"""Plain words for what a connection test finds, each with what to do about it."""

from collections.abc import Mapping

from madoguchi.channels.base.words import Words

_PASSWORD_EN = "The server refused user name or password."
_PASSWORD_JA = "サーバーがユーザー名またはパスワードを拒否しました。"

TRYING: Mapping[str, Words] = {
    "host_unknown": Words(
        "There is no server of this name. Check the spelling.",
        "この名前のサーバーは見つかりません。つづりを確かめてください。",
    ),
    "port_closed": Words(
        "The server is there, but nothing answers at this port. Check the port number.",
        "サーバーはありますが、このポートでは応答がありません。ポート番号を確かめてください。",
    ),
    "port_silent": Words(
        "No answer at this port. A firewall blocks it or the number is wrong. Ask who looks after your network.",
        "このポートから応答がありません。ファイアウォールで遮断されているか、ポート番号が違います。"
        "ネットワークの担当者に確かめてください。",
    ),
    "port_unreachable": Words(
        "The server cannot be reached from here. Check this machine's network.",
        "このサーバーまで届きません。この機器のネットワークを確かめてください。",
    ),
    "line_cut": Words(
        "The server closed the connection. Wait a moment and try again.",
        "サーバーが接続を切りました。しばらく待ってから、もう一度試してください。",
    ),
    "tls_not_here": Words(
        "This port does not speak TLS at once. Choose STARTTLS, or the port for TLS.",
        "このポートは最初からのTLSに対応していません。暗号化を「STARTTLS」にするか、TLS用のポートにしてください。",
    ),
    "speaks_tls": Words(
        "The server waits for TLS here. Choose “TLS” as encryption.",
        "このポートではTLSが必要です。暗号化を「TLS」にしてください。",
    ),
    "no_starttls": Words(
        "The server does not offer STARTTLS here. Choose “TLS” and its port.",
        "このポートではSTARTTLSが使えません。暗号化を「TLS」にし、そのポートを指定してください。",
    ),
    "other_service": Words(
        "Another kind of server answers here. Check server name and port: receiving and sending have different ones.",
        "別の種類のサーバーが応答しました。受信用と送信用のサーバー名・ポートを取り違えていないか確かめてください。",
    ),
    "not_encrypted": Words(
        "Works, but nothing is encrypted: passwords and mails can be read on the way.",
        "接続できましたが、暗号化されていません。パスワードやメールを途中で読まれるおそれがあります。",
    ),
    "certificate_expired": Words(
        "The server's certificate is out of date. Its operator must renew it; also check this machine's clock.",
        "サーバーの証明書の期限が切れています。サーバーの管理者による更新が必要です。この機器の時計も確かめてください。",
    ),
    "certificate_name": Words(
        "The certificate is for another name. Enter the server name that your provider tells you, not your own domain.",
        "証明書の名前が一致しません。独自ドメインではなく、提供元が案内するサーバー名を入力してください。",
    ),
    "certificate_unknown": Words(
        "The certificate was made by nobody this machine knows (self-signed?). Its operator should get a valid one.",
        "証明書の発行元を確認できません（自己署名など）。サーバーの管理者に正しい証明書を設定してもらってください。",
    ),
    "needs_encryption": Words(
        "The server takes passwords only over an encrypted line. Choose TLS or STARTTLS.",
        "暗号化しないとパスワードを受け付けないサーバーです。暗号化を「TLS」か「STARTTLS」にしてください。",
    ),
    "no_sign_in_offered": Words(
        "The server offers no sign-in here. Use the port for sending (465 or 587).",
        "このポートではサインインできません。送信用のポート（465または587）を指定してください。",
    ),
    "refused": Words(
        f"{_PASSWORD_EN} Some services want the whole address as user name, some an app password.",
        f"{_PASSWORD_JA}ユーザー名にメールアドレス全体が必要なサービスや、アプリパスワードが必要なサービスがあります。",
    ),
    "refused_google": Words(
        f"{_PASSWORD_EN} Google wants an app password (16 letters), not the usual one.",
        f"{_PASSWORD_JA}Googleでは普段のパスワードではなく、アプリパスワード（16文字）が必要です。",
    ),
    "refused_microsoft": Words(
        "Microsoft no longer accepts passwords here. Choose “Microsoft 365 (OAuth2)” as the way to sign in.",
        "Microsoftはパスワードでの接続を受け付けません。サインイン方法で「Microsoft 365（OAuth2）」を選んでください。",
    ),
    "refused_outlook": Words(
        "Microsoft no longer accepts passwords here. Choose “Microsoft 365 (OAuth2)” as the way to sign in.",
        "Microsoftはパスワードでの接続を受け付けません。サインイン方法で「Microsoft 365（OAuth2）」を選んでください。",
    ),
    "refused_lolipop": Words(
        f"{_PASSWORD_EN} The user name is the whole mail address.",
        f"{_PASSWORD_JA}ユーザー名はメールアドレス全体です。",
    ),
    "refused_yahoo_japan": Words(
        f"{_PASSWORD_EN} At Yahoo! JAPAN, IMAP/POP/SMTP access must be switched on first; the user name is the part "
        "before the @.",
        f"{_PASSWORD_JA}Yahoo!メールの設定で「IMAP/POP/SMTPアクセス」を有効にしてください。"
        "ユーザー名は@より前の部分です。",
    ),
    "refused_icloud": Words(
        f"{_PASSWORD_EN} iCloud wants an app-specific password made on the Apple account page.",
        f"{_PASSWORD_JA}iCloudでは、Appleアカウントのページで作る「App用パスワード」が必要です。",
    ),
    "app_password_needed": Words(
        "This account wants an app password, not the usual one. Make one at the provider and enter it here.",
        "このアカウントにはアプリパスワードが必要です。提供元のページで作り、ここに入力してください。",
    ),
    "imap_off": Words(
        "IMAP is switched off for this mailbox. Switch it on in the provider's mail settings.",
        "このメールボックスではIMAPが無効です。提供元のメール設定でIMAPを有効にしてください。",
    ),
    "pop3_off": Words(
        "POP is switched off for this mailbox. Switch it on in the provider's mail settings.",
        "このメールボックスではPOPが無効です。提供元のメール設定でPOPを有効にしてください。",
    ),
    "smtp_auth_off": Words(
        "Sending by programs is switched off for this mailbox. The administrator switches on “Authenticated SMTP”.",
        "このメールボックスではプログラムからの送信が無効です。管理者に「認証済みSMTP」を有効にしてもらってください。",
    ),
    "oauth_needed": Words(
        "This service accepts no passwords any more. Choose OAuth2 as the way to sign in.",
        "このサービスはパスワードでの接続を受け付けません。サインイン方法でOAuth2を選んでください。",
    ),
    "browser_needed": Words(
        "The provider wants to see you first: sign in once with a browser from this network, then try again.",
        "提供元が本人確認を求めています。このネットワークのブラウザーで一度サインインしてから、もう一度試してください。",
    ),
    "too_often": Words(
        "The server wants a pause after too many tries. Wait a few minutes.",
        "短い間に何度も接続したため、サーバーが待つよう求めています。数分待ってください。",
    ),
    "folder_holds": Words("Works; messages in the folder", "接続できました。フォルダー内のメール数"),
}
