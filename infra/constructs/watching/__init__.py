"""What operators look at and are told of: per part of the product its alarms, and its row of the dashboard."""
