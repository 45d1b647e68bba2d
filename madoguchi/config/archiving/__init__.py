"""Backups: one archive with every row, every file and the secret key, readable by either database.

Not for: exports for people (reports) or copies while the archive is being restored (stop the desk first).
"""
