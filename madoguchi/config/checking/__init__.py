"""`madoguchi check`: looks at everything an installation stands on and explains in plain words what is wrong.

Not for: repairing anything; each finding says what a person can do.
"""
