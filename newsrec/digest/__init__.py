"""The email digest: who is due, what is in the mail, whether it may go out, and that it goes out once."""
