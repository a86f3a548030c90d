"""What a reader reads next: sessions and rates as they happen, candidates, evidence for each, and a learned ranker."""

from hashlib import blake2b
from pathlib import Path

from numba import config

_FOLDER = Path(__file__).parent
_SOURCES = b"".join(path.read_bytes() for path in sorted(_FOLDER.glob("*.py")))

# Compiled code is kept by its own file's age alone, though it has compiled code of the other files within it.
_KEPT_IN = config.CACHE_DIR or _FOLDER / "__pycache__"  # pyright: ignore[reportAttributeAccessIssue]
config.CACHE_DIR = str(  # pyright: ignore[reportAttributeAccessIssue]
    Path(_KEPT_IN) / f"compiled-{blake2b(_SOURCES, digest_size=8).hexdigest()}"
)
