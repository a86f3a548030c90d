"""The editors' preview: a page that shows any reader's front page, and the small server behind it."""
