"""Ratings and number tables: what a form measures, beside its statements."""
