"""Customers: the people and companies who write to us, and the addresses they write from.

Not for: tickets (room `tickets`) or channels; an identity knows only its channel's code.
"""
