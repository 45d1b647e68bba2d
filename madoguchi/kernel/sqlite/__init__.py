"""SQLite as a server needs it: WAL, IMMEDIATE transactions, one writer at a time within the process."""
