"""The filter language: grammar, parser, evaluation."""
