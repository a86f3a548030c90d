"""What taking in a stream of interactions costs, and that it counts exactly whatever happens on the way."""
