"""Items to the fields they stand in: by the grid, by order, or by the best assignment where order is lost."""
