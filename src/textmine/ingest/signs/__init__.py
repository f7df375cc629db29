"""What signs and short texts say of themselves: spellings folded, bullets, years, figures, widths."""
