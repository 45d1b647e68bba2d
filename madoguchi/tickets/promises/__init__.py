"""Promises that an answer makes to a customer, found in its Japanese text by grammar. Pure: no database.

Not for: keeping them (commitments, reminders, figures) or what customers ask for.
"""
