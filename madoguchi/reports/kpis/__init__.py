"""One KPI per file."""
