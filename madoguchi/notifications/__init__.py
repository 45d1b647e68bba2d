"""Notifications: telling an agent that something concerns them.

Not for: mail to customers (room `channels`).
"""
