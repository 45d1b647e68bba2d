"""Reports: reads every room below and changes nothing; one KPI per file.

Not for: anything that writes.
"""
