"""Codebook, rule language, coder, linter, and validation against gold."""
