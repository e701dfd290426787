"""Pictures, drawn from data and in one style."""
