"""Words for mechanisms, and tables of text."""
