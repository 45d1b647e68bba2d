"""Formal letters on paper (お詫び状, 警告書): their words and the page they are drawn on, as a PDF. Not for: mail."""
