"""One adapter per file: dropping a file here adds a channel."""
