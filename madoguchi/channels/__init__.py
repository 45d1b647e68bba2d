"""Channels: how messages come in and go out: inboxes, raw messages, filters, deliveries, one adapter per file.

Not for: deciding what a ticket is (room `tickets`); an adapter knows only `channels/base` and `kernel/plain`.
"""
