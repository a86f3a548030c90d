"""What happens to a batch of transformed records: models told, counters kept, bad records parked."""
