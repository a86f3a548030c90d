import subprocess
import sys
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[4]
PROGRAM = """
from newsrec.transform import to_article
print(to_article({"article_id": 3, "timestamp_ms": 1506826000026}, "globo").article_id)
"""


def test_mapped_sources_are_known_where_the_code_is_imported_from_an_archive(tmp_path: Path) -> None:
    archive = tmp_path / "library.zip"
    with zipfile.ZipFile(archive, "w") as library:
        for file in (REPOSITORY / "newsrec").rglob("*"):
            if file.suffix in (".py", ".json"):
                library.write(file, file.relative_to(REPOSITORY))
    program = f"import sys; sys.path.insert(0, {str(archive)!r}){PROGRAM}"
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("3\n", "")
