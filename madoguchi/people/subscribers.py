"""What this room does about events from below."""
