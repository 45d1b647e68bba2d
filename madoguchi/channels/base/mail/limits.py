"""Caps for hostile mail. Ordinary mail never meets them; what is cut is named in the message's warnings."""

HEADER_BYTES = 256 * 1024
HEADER_LINES = 2_000
PART_HEADER_LINES = 200
HEADER_VALUE = 64 * 1024
RECIPIENTS = 500
PARTS = 300
MARKS = 20_000
DEPTH = 20
TEXT_CHARS = 500_000
TEXT_BYTES = 2 * 1024 * 1024 + 1
REFERENCES = 50
FILES = 200
