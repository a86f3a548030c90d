"""Many readers at once at the deployed product on this machine, every answer checked."""
