"""The wire: requests and answers held against botocore's own models of the three APIs."""
