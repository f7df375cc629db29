"""Lines of a document as rows, rows as items: what may become a statement, and how rows stand to each other."""
