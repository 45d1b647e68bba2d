"""The wire between the processes of one installation: short messages, at most once, a few milliseconds.

On SQLite (one machine) local datagram sockets carry them, on PostgreSQL its notify. What is lost is found again by
polling (jobs) or by asking everybody to look again (live). Not for: anything that must arrive.
"""

from madoguchi.kernel.wire.joining import close, on_gap, open_wire, receive, send

__all__ = ["close", "on_gap", "open_wire", "receive", "send"]
