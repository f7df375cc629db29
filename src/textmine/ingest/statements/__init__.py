"""Items to statements: which goal and section they are of, and what is data, signature or furniture."""
