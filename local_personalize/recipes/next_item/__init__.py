"""What a reader reads next: sessions and rates as they happen, candidates, evidence for each, and a learned ranker."""
