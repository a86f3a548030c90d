"""One function per check: each takes an examined mail and yields a sentence per fault."""
