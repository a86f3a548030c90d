"""The control API: resources from schema to campaign, and their life cycle."""
