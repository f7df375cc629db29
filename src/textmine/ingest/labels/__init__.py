"""Labels of a form: looked up by the layout, found in rows, and what their places tell of the page."""
