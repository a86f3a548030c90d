"""How fast the local Amazon Personalize is, beside named references measured in the same run."""
