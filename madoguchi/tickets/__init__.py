"""Tickets: the heart. Tickets, messages, assignment, escalation, views and macros.

Not for: how a message travels (room `channels`) or deadlines (room `sla`).
"""
