"""One run's story: what happened (events), what would have happened otherwise (twins), and why (explanation)."""
