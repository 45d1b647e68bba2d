"""Japanese text: folding for comparing names, and cutting into words for finding.

`folding` makes spellings meet, `normalizing` prepares text for the dictionary, `terms` cuts text into what is indexed
(words and codes), `variants` gives what the second chance compares. Not for: ranking (kernel.ranking).
"""

from madoguchi.kernel.text.folding import company_key, fold, mailbox_key, name_key, one_line, sayable

__all__ = ["company_key", "fold", "mailbox_key", "name_key", "one_line", "sayable"]
