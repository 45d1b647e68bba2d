"""Knowledge: articles of the public FAQ and of the internal manual, in categories.

Not for: searching tickets (kernel.search) or suggesting answers (room `assist`).
"""
