"""The doors of the deployed product, one folder per function: parse, one domain call, respond."""
