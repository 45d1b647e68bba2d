"""What every channel adapter stands on: interface, errors, settings form, registry, mail reading and writing.

Not for: Django, the database, or tickets. An adapter imports only this and `kernel/plain`.
"""
