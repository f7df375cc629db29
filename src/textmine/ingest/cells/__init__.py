"""Text without cells to cells: columns, rows and labels that only white space, order or height parts."""
