"""Complaints as their own process: what severities mean, the policy of consent and follow-up, and reads with meaning.
Not for: changing anything (see `services`: complaining, consenting, following_up)."""
