"""Kernel: what every room stands on: events, jobs, errors, clock, files, live, search, text.

Not for: anything that knows what a ticket, a customer or an agent is. `kernel/plain` imports no framework.
"""
