"""The commands of `madoguchi`, one file each. Not for: what they do (that lies in the rooms' services)."""
