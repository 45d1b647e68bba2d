"""The demo company: こよみキッチン, a shop for kitchen appliances, with eight weeks of work behind it.

Not for: defaults of a real installation, or test data (tests have their own cast).
"""
