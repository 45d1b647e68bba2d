"""Doors that stay open while the house serves: the SMTP listener and the pollers of mailboxes.

Not for: what becomes of a message (services), or how a protocol speaks (adapters and base).
"""
