"""Bytes to Document to statements: readers per kind of file, layouts as data, cell assignment, ledger."""
