"""The runtime API: recommendations."""
