"""Checking a sender ourselves, for mail that comes straight from outside: SPF, DKIM, DMARC.

Not for: mail that another server of ours has taken in; its verdict is read in `results`.
"""
