"""Reading and writing mail as pure functions: bytes in, plain values out. No database, no framework, no network."""
