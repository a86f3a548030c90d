"""Nouns of the domain that hand out permissions."""
