"""Figures: a tidy table in, a matplotlib Figure out; a file per figure, and nothing is saved or computed here."""
