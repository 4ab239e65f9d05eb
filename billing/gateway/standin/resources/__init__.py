"""One module per resource: its rules and its addresses."""
