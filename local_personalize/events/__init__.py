"""The events API: what happens now, taken in at once."""
