"""The recipes: one file each, all learning event by event."""
