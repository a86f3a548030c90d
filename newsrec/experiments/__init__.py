"""Experiments: which readers get which variant of a surface, what they saw, and what came of it."""
