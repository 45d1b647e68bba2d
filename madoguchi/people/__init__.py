"""People: agents, teams, roles, permissions, API keys and the audit trail.

Not for: customers (room `customers`), or what a person may do to one ticket (room `tickets`).
"""
