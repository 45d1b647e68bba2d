"""Calendars: business hours with several slots a day, holidays and closures, and business time between two moments.

Not for: deadlines of tickets (room `sla`) or shifts of people (room `workforce`).
"""
