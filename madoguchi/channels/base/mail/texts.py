"""Plain words for what may go wrong with mail."""

from collections.abc import Mapping

from madoguchi.channels.base.mail.texts_parts import PARTS
from madoguchi.channels.base.words import Words

MAIL: Mapping[str, Words] = {
    "original_gone": Words("The original mail is not kept any more.", "元のメールはもう保管していません。"),
    "confirmed_by_person": Words("An agent confirmed that it arrived.", "担当者が到着を確認しました。"),
    "dkim_key": Words(
        "The DKIM key cannot be read. Make a new one in the inbox's settings.",
        "DKIMの鍵を読み取れません。受信箱の設定で作り直してください。",
    ),
    "dkim_published": Words(
        "The record is published and fits. Mail can be signed.",
        "DNSレコードは正しく公開されています。署名を始められます。",
    ),
    "dkim_missing": Words(
        "There is no such record yet. New records can take some hours to be seen.",
        "DNSレコードがまだ見つかりません。反映まで数時間かかることがあります。",
    ),
    "dkim_other_key": Words(
        "There is a record, but with another key. Replace it by the one shown here.",
        "別の鍵のレコードが公開されています。ここに表示している値に置き換えてください。",
    ),
    "dns_silent": Words(
        "The DNS did not answer. Try again later.", "DNSから応答がありません。後でもう一度お試しください。"
    ),
    "ok": Words("Works.", "接続できました。"),
    "no_header": Words("This is not a mail: it has no header.", "メールではありません（ヘッダーがありません）。"),
    "no_sender": Words("The mail names no sender.", "差出人のないメールです。"),
    "sender_invalid": Words("The sender's address cannot be used.", "差出人のアドレスが正しくありません。"),
    "file_missing": Words(
        "The stored file of this message is missing. Restore it from a backup, then try again.",
        "保存したファイルが見つかりません。バックアップから戻してから再試行してください。",
    ),
    "bounce": Words(
        "A delivery report; it was noted on its ticket.", "配信エラー通知です。該当の問い合わせに記録しました。"
    ),
    "bounce_of_unknown": Words(
        "A delivery report about a mail that was not sent from here.",
        "この窓口から送っていないメールについての配信エラー通知です。",
    ),
    "read_receipt": Words("A read receipt: the mail was opened.", "開封確認の通知です。"),
    "bounced": Words("The mail came back.", "メールが戻ってきました。"),
    "consultation": Words("An answer to a consultation. It lies there.", "相談への回答です。相談の中に入っています。"),
    "own_mail": Words("Our own mail that came back.", "自分たちが送ったメールが戻ってきたものです。"),
    "second_copy": Words("A second copy of a mail already received.", "受信済みのメールと同じものです。"),
    "headers_capped": Words(
        "The header was too long; its end was left out.", "ヘッダーが長すぎるため、一部を省きました。"
    ),
    "parts_capped": Words(
        "The mail has too many parts; the rest was left out.", "パートが多すぎるため、残りを省きました。"
    ),
    "depth_capped": Words("The mail is nested too deeply.", "入れ子が深すぎるため、途中までを表示しています。"),
    "text_capped": Words(
        "The text is too long; its end was left out.", "本文が長すぎるため、途中までを表示しています。"
    ),
    "files_capped": Words("The mail has too many files.", "添付ファイルが多すぎるため、残りを省きました。"),
    "recipients_capped": Words("The mail has too many recipients.", "宛先が多すぎるため、残りを省きました。"),
    "html_too_big": Words("The HTML is too big to show.", "HTMLが大きすぎるため表示しません。"),
    "html_too_deep": Words("The HTML is too complex to show.", "HTMLが複雑すぎるため表示しません。"),
    **PARTS,
    "no_imap_host": Words("Enter the name of the IMAP server.", "IMAPサーバー名を入力してください。"),
    "no_smtp_host": Words("Enter the name of the SMTP server.", "SMTPサーバー名を入力してください。"),
    "imap_connect": Words(
        "The IMAP server cannot be reached. Check name, port and encryption.",
        "IMAPサーバーに接続できません。サーバー名・ポート・暗号化を確かめてください。",
    ),
    "imap_login": Words(
        "The IMAP server refused user name or password. Many services want an app password.",
        "IMAPサーバーがユーザー名またはパスワードを拒否しました。アプリパスワードが必要なサービスもあります。",
    ),
    "imap_folder": Words(
        "The folder is not on the server: it may have been renamed or deleted. Nothing is lost; fetching goes on when "
        "it is back or the setting names the new folder.",
        "フォルダーがサーバーにありません（名前の変更か削除の可能性があります）。メールは失われていません。"
        "フォルダーが戻るか、設定を新しい名前に直すと、取得を再開します。",
    ),
    "imap_message": Words(
        "The IMAP server does not hand over one of the mails; the others were fetched.",
        "IMAPサーバーから取得できないメールがあります（他のメールは取得済みです）。",
    ),
    "imap_broken": Words("The connection to the IMAP server broke.", "IMAPサーバーとの接続が切れました。"),
    "no_pop3_host": Words("Enter the name of the POP3 server.", "POP3サーバー名を入力してください。"),
    "pop3_connect": Words(
        "The POP3 server cannot be reached. Check name, port and encryption.",
        "POP3サーバーに接続できません。サーバー名・ポート・暗号化を確かめてください。",
    ),
    "pop3_login": Words(
        "The POP3 server refused user name or password. Many services want an app password.",
        "POP3サーバーがユーザー名またはパスワードを拒否しました。アプリパスワードが必要なサービスもあります。",
    ),
    "pop3_busy": Words(
        "Another program is reading this POP3 mailbox right now.",
        "ほかのプログラムがこのPOP3メールボックスを使用中です。",
    ),
    "pop3_no_uidl": Words(
        "The POP3 server cannot tell its mails apart (no UIDL). Use IMAP.",
        "POP3サーバーがメールを識別できません（UIDL非対応）。IMAPを使ってください。",
    ),
    "pop3_broken": Words("The connection to the POP3 server broke.", "POP3サーバーとの接続が切れました。"),
    "token_refused": Words(
        "The mail server refused the sign-in with OAuth2.", "メールサーバーがOAuth2でのサインインを拒否しました。"
    ),
    "sign_in_again": Words(
        "Please connect again: the sign-in at the mail provider has ended.",
        "再接続が必要です。メール提供元へのサインインが無効になりました。",
    ),
    "oauth_incomplete": Words(
        "For OAuth2 enter the application's ID and, for another server, its addresses.",
        "OAuth2には、アプリケーションID（その他のサーバーの場合は各エンドポイントも）を入力してください。",
    ),
    "oauth_insecure": Words(
        "The addresses for OAuth2 must begin with https.",
        "OAuth2のエンドポイントはhttpsで始まる必要があります。",
    ),
    "oauth_unreachable": Words(
        "The sign-in server of the mail provider cannot be reached.",
        "メール提供元のサインインサーバーに接続できません。",
    ),
    "oauth_refused": Words("The mail provider refused the sign-in.", "メール提供元がサインインを拒否しました。"),
    "smtp_connect": Words(
        "The SMTP server cannot be reached. Check name, port and encryption.",
        "SMTPサーバーに接続できません。サーバー名・ポート・暗号化を確かめてください。",
    ),
    "smtp_greeting": Words("The SMTP server turned us away.", "SMTPサーバーが接続を断りました。"),
    "smtp_login": Words(
        "The SMTP server refused user name or password. Many services want an app password.",
        "SMTPサーバーがユーザー名またはパスワードを拒否しました。アプリパスワードが必要なサービスもあります。",
    ),
    "smtp_not_supported": Words(
        "The SMTP server does not offer this encryption or sign-in.",
        "SMTPサーバーがこの暗号化またはログイン方法に対応していません。",
    ),
    "smtp_sender": Words(
        "The SMTP server does not accept our sender address.", "SMTPサーバーが差出人アドレスを受け付けません。"
    ),
    "smtp_refused": Words("The SMTP server did not accept the mail.", "SMTPサーバーがメールを受け付けませんでした。"),
    "smtp_broken": Words("The connection to the SMTP server broke.", "SMTPサーバーとの接続が切れました。"),
    "certificate": Words(
        "The server's certificate is not valid for this name.",
        "サーバーの証明書がこのサーバー名では有効ではありません。",
    ),
    "address_not_ascii": Words(
        "The server cannot deliver to this address.", "このアドレスへは、このサーバーからは送信できません。"
    ),
    "attachment_lost": Words("A file of the message is missing.", "添付ファイルが見つかりません。"),
    "message_gone": Words("The message no longer exists.", "メッセージがありません。"),
}
