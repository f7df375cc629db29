"""Term matrix to topics, and which of them the data can carry."""
