"""Plain words for what is found out about senders, spam and files."""

from collections.abc import Mapping

from madoguchi.channels.base.words import Words

VERDICTS: Mapping[str, Words] = {
    "dmarc_fail": Words(
        "This mail does not really come from the domain it names (DMARC failed). The sender may be forged.",
        "名乗っているドメインから送られたメールと確認できません（DMARC不合格）。なりすましの可能性があります。",
    ),
    "spf_fail": Words(
        "The sending server may not send for the sender's domain (SPF failed).",
        "差出人のドメインが許可していないサーバーから送られています（SPF不合格）。",
    ),
    "dkim_fail": Words(
        "The mail's signature does not hold (DKIM failed): it was changed on the way, or forged.",
        "メールの電子署名が正しくありません（DKIM不合格）。途中で変更されたか、偽造された可能性があります。",
    ),
    "claims_agent": Words(
        "It carries a colleague's address, but nothing proves that they sent it.",
        "担当者のアドレスを名乗っていますが、本人が送ったことを確認できません。",
    ),
    "claims_name_agent": Words(
        "The name is a colleague's, but the mail comes from outside. Look at the address.",
        "担当者と同じ名前ですが、外部から届いたメールです。アドレスを確認してください。",
    ),
    "claims_name_company": Words(
        "The name is our company's, but the mail comes from outside. Look at the address.",
        "当社の名前を名乗っていますが、外部から届いたメールです。アドレスを確認してください。",
    ),
    "lookalike_punycode": Words(
        "The domain has letters that look like others. The real address is",
        "見間違えやすい文字を含むドメインです。実際のアドレス",
    ),
    "lookalike_mixed_scripts": Words(
        "Letters of several alphabets are mixed so that they look alike. The real address is",
        "見た目の似た別の文字が混ざっています。実際のアドレス",
    ),
    "lookalike_name_is_another_address": Words(
        "The name shows another address. The mail really comes from",
        "表示名に別のアドレスが書かれています。実際の差出人",
    ),
    "lookalike_hidden_marks": Words(
        "The sender's name hides invisible or direction-changing signs. The real address is",
        "差出人名に、見えない文字や表示順を変える文字が含まれています。実際のアドレス",
    ),
    "sender_confirmed": Words(
        "The mail really comes from this domain (DMARC passed).",
        "このドメインから送られたメールと確認済み（DMARC合格）",
    ),
    "sender_unchecked": Words("The sender was not checked.", "差出人は未確認です。"),
    "sender_not_told": Words(
        "The domain does not say how its mail can be recognised (no DMARC).",
        "ドメイン側に確認のしくみ（DMARC）がないため、差出人を確認できません。",
    ),
    "sender_temperror": Words(
        "The sender could not be checked: the DNS did not answer.",
        "DNSの応答がなく、差出人を確認できませんでした。",
    ),
    "spam_server": Words("Spam according to the mail server", "メールサーバーが迷惑メールと判定"),
    "spam_address": Words("Spam: the address is on the block list", "迷惑メール：拒否リストのアドレス"),
    "spam_domain": Words("Spam: the domain is on the block list", "迷惑メール：拒否リストのドメイン"),
    "spam_subject": Words("Spam: words in the subject are on the block list", "迷惑メール：件名に拒否リストの語句"),
    "spam_text": Words("Spam: words in the text are on the block list", "迷惑メール：本文に拒否リストの語句"),
    "spam_learned": Words(
        "Spam: it resembles what you have marked as spam. If it is none, take it out of the box; that is learned too.",
        "迷惑メール：これまでの迷惑メールと似ています。違う場合は戻してください（次からの判定に反映します）。",
    ),
    "spam_answer": Words(
        "The mail server calls it spam, but it answers a mail of ours, so it was taken in as usual.",
        "メールサーバーは迷惑メールと判定しましたが、こちらのメールへの返信のため通常どおり受け付けました。",
    ),
    "spam_allowed": Words("On the allow list", "許可リストに登録済み"),
    "auto_header": Words("Its header says that a machine sent it.", "自動送信の印がヘッダーにあります。"),
    "auto_list": Words("It came through a mailing list.", "メーリングリスト経由のメールです。"),
    "auto_report": Words("It is a report of a mail server.", "メールサーバーからの通知です。"),
    "auto_null_path": Words("It can take no answer (null path).", "返信を受け取れないメールです（空の返送先）。"),
    "auto_robot": Words("The sender's address is a machine's.", "自動送信用のアドレスから届いています。"),
    "auto_subject": Words("Its subject is that of an automatic answer.", "件名が自動返信の形です。"),
    "auto_text": Words("Its text says that a machine sent it.", "自動送信であることが本文に書かれています。"),
    "delivered": Words("A receipt: a mail of ours has arrived.", "送信したメールの到着通知です。"),
    "complaint": Words(
        "Somebody reported a mail of ours as spam; it was noted on its ticket.",
        "送信したメールが迷惑メールとして報告されました。該当の問い合わせに記録しました。",
    ),
    "complaint_of_unknown": Words(
        "A spam report about a mail that was not sent from here.",
        "この窓口から送っていないメールについての迷惑メール報告です。",
    ),
    "attachment_infected": Words(
        "The virus scanner found something in a file of this message. It is not sent.",
        "添付ファイルからウイルスが検出されたため、送信しません。",
    ),
    "scanner_silent": Words("The virus scanner does not answer.", "ウイルススキャナーが応答しません。"),
    "scanner_refused": Words(
        "The virus scanner did not take the file.", "ウイルススキャナーがファイルを受け付けませんでした。"
    ),
}
