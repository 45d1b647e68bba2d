"""Looks at an answer before it is sent (送信前チェック): one small file per question.

Not for: refusing what the ticket does not allow (see services.replying).
"""
