"""PostgreSQL as a server needs it: plain statements by the shortest way through the driver."""
