"""What is deployed: settings, stacks and the constructs they are made of."""
