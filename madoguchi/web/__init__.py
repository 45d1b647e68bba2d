"""Web: the pages people use: desk, set-up, sign-in, public form and FAQ.

Not for: rules of business; a view calls a service or a query and renders.
"""
