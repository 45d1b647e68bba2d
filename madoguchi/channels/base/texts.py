"""Plain words for the codes that any channel may raise."""

from collections.abc import Mapping

from madoguchi.channels.base.words import Words

COMMON: Mapping[str, Words] = {
    "required": Words("Please fill this in.", "入力してください。"),
    "not_a_number": Words("This must be a number.", "数字で入力してください。"),
    "not_a_choice": Words("Please choose one of the offered values.", "選択肢から選んでください。"),
    "cannot_send": Words("This channel cannot send messages.", "このチャネルからは送信できません。"),
    "no_way_out": Words(
        "No inbox is set up to send mail. Ask an administrator.",
        "送信用のメール受信箱が設定されていません。管理者に連絡してください。",
    ),
    "unknown_channel": Words("This kind of channel is not installed.", "この種類のチャネルは導入されていません。"),
    "no_recipient": Words("The message has no recipient.", "宛先がありません。"),
    "internal": Words("An unexpected error occurred while reading.", "読み取り中に予期しないエラーが起きました。"),
    "timed_out": Words("The server did not answer in time.", "サーバーが時間内に応答しませんでした。"),
    "outcome_unknown": Words(
        "The connection broke while sending. It may or may not have arrived.",
        "送信の途中で接続が切れました。届いている可能性があります。",
    ),
    "crashed_while_sending": Words(
        "The program stopped while sending. It may or may not have arrived.",
        "送信中にプログラムが止まりました。届いている可能性があります。",
    ),
}
