"""Figures, tables and prose to a PDF; no number is computed here."""
