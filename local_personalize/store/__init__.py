"""What is kept: a SQLite log, files of bulk events, and the readers' histories in memory."""
