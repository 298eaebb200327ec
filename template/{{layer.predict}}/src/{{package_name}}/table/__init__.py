"""The table: reading it, its schema, its splits and its data card."""
