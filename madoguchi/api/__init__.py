"""API v1: the same services for programs.

Not for: rules of business.
"""
