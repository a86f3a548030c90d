"""What the product knows about news, readers and recommendations: pure Python, with I/O only in `newsrec.aws`."""
