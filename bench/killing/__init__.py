"""The rehearsal of kills in parts: the desk that is killed, the doors mail comes in by, the answers that go out."""
