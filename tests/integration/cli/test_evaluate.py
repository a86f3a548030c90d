"""`newsrec evaluate`, as pipelines call it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsrec.cli import newsrec as command
from tests.unit.newsrec.records import article_record

HOLDOUT = [{"reader_id": "r1", "article_ids": ["a", "b"]}, {"reader_id": "r2", "article_ids": ["c"]}]
RECOMMENDED = [{"reader_id": "r1", "article_ids": ["a", "x"]}, {"reader_id": "r2", "article_ids": ["y", "c"]}]
TOO_LONG = "a" * 257


def evaluate(folder: Path, *, k: int = 2, **files: Sequence[object]) -> Result:
    """The command on `files`, each a JSON line or a line as it is; the two main ones are good unless given."""
    arguments = ["-k", str(k)]
    for name, lines in ({"holdout": HOLDOUT, "recommendations": RECOMMENDED} | files).items():
        file = folder / f"{name}.jsonl"
        file.write_bytes(b"".join(_line(line) + b"\n" for line in lines))
        arguments += [f"--{name}", str(file)]
    return CliRunner().invoke(command, ["evaluate", *arguments])


def _line(line: object) -> bytes:
    return line if isinstance(line, bytes) else json.dumps(line).encode()


def refused(evaluated: Result, folder: Path) -> Sequence[str]:
    """The problems told, files named without their folder."""
    assert evaluated.exit_code == 1
    assert evaluated.stdout == ""
    return [line.removeprefix(f"{folder}/") for line in evaluated.stderr.splitlines()]


def reader(**fields: object) -> Mapping[str, object]:
    return {"reader_id": "r3", "article_ids": ["a", "b", "c"]} | fields


def test_metrics_are_one_json_object_on_stdout(tmp_path: Path) -> None:
    evaluated = evaluate(tmp_path)
    assert (evaluated.exit_code, evaluated.stderr) == (0, "")
    metrics = json.loads(evaluated.stdout)
    assert list(metrics) == [
        "map@k",
        "ndcg@k",
        "mrr@k",
        "precision@k",
        "recall@k",
        "hit_rate@k",
        "coverage@k",
        "uniqueness@k",
        "readers",
        "k",
    ]
    assert (metrics["readers"], metrics["k"]) == (2, 2)
    assert metrics["map@k"] == pytest.approx((1 / 2 + 1 / 2) / 2)
    assert metrics["mrr@k"] == pytest.approx((1 + 1 / 2) / 2)
    assert metrics["recall@k"] == pytest.approx((1 / 2 + 1) / 2)
    assert metrics["coverage@k"] == pytest.approx(4 / 5)
    assert metrics["uniqueness@k"] == 1


def test_a_catalogue_may_be_the_newsrooms_own_article_file(tmp_path: Path) -> None:
    catalogue = [article_record(article_id=article_id) for article_id in "abcdefgh"]
    evaluated = evaluate(tmp_path, catalogue=[*catalogue, article_record(article_id="a")])
    assert json.loads(evaluated.stdout)["coverage@k"] == pytest.approx(2 / 8)


def test_blank_lines_and_empty_lists_are_no_mistakes(tmp_path: Path) -> None:
    evaluated = evaluate(tmp_path, holdout=[b"", *HOLDOUT, reader(article_ids=[])], recommendations=[b"  "])
    assert evaluated.exit_code == 0
    assert json.loads(evaluated.stdout)["readers"] == 2


@pytest.mark.parametrize("name", ["holdout", "recommendations"])
@pytest.mark.parametrize(
    ("line", "path"),
    [
        (b"{broken", ""),
        (b'{"reader_id": "\xff", "article_ids": []}', ""),
        (["r3", ["a"]], ""),
        (reader(colour="red"), ".colour"),
        ({"article_ids": ["a"]}, ".reader_id"),
        ({"reader_id": "r3"}, ".article_ids"),
        (reader(reader_id=3), ".reader_id"),
        (reader(reader_id=None), ".reader_id"),
        (reader(reader_id=""), ".reader_id"),
        (reader(reader_id=TOO_LONG), ".reader_id"),
        (reader(article_ids="abc"), ".article_ids"),
        (reader(article_ids=["a", "b", 3]), ".article_ids.2"),
        (reader(article_ids=["a", ""]), ".article_ids.1"),
        (reader(article_ids=[TOO_LONG]), ".article_ids.0"),
        (reader(reader_id="r1"), ".reader_id"),
    ],
)
def test_a_bad_line_is_named_by_file_line_and_field(tmp_path: Path, name: str, line: object, path: str) -> None:
    good = HOLDOUT if name == "holdout" else RECOMMENDED
    (problem,) = refused(evaluate(tmp_path, **{name: [*good, line]}), tmp_path)
    assert problem.startswith(f"{name}.jsonl:3{path}: ")


def test_problems_say_what_is_wrong(tmp_path: Path) -> None:
    bad = [b"[1,", reader(reader_id="r1", colour="red"), reader(article_ids=3), reader(), reader()]
    assert refused(evaluate(tmp_path, recommendations=bad), tmp_path) == [
        "recommendations.jsonl:1: Invalid JSON: EOF while parsing a value at column 3",
        "recommendations.jsonl:2.colour: Extra inputs are not permitted",
        "recommendations.jsonl:3.article_ids: Input should be a valid array",
        "recommendations.jsonl:5.reader_id: 'r3' is there twice",
    ]


def test_every_problem_of_every_file_is_told(tmp_path: Path) -> None:
    problems = refused(
        evaluate(
            tmp_path,
            holdout=[reader(reader_id="", article_ids=["", "a"])],
            recommendations=[reader(article_ids=4), b"4"],
            catalogue=[article_record(), {"id": "a"}, article_record(article_id=7)],
        ),
        tmp_path,
    )
    assert [problem.split(": ")[0] for problem in problems] == [
        "holdout.jsonl:1.reader_id",
        "holdout.jsonl:1.article_ids.0",
        "recommendations.jsonl:1.article_ids",
        "recommendations.jsonl:2",
        "catalogue.jsonl:2.article_id",
        "catalogue.jsonl:3.article_id",
    ]


def test_an_article_twice_in_a_list_is_refused_and_twice_clicked_is_not(tmp_path: Path) -> None:
    twice = reader(article_ids=["a", "b", "a"])
    assert evaluate(tmp_path, holdout=[twice]).exit_code == 0
    problems = refused(evaluate(tmp_path, recommendations=[twice]), tmp_path)
    assert problems == ["recommendations.jsonl:1.article_ids.2: 'a' is there twice"]


@pytest.mark.parametrize("holdout", [[], [b""], [reader(article_ids=[])]])
def test_a_holdout_without_a_reader_is_refused(tmp_path: Path, holdout: Sequence[object]) -> None:
    assert refused(evaluate(tmp_path, holdout=holdout), tmp_path) == ["holdout.jsonl: has no reader with an article"]


def test_an_empty_catalogue_is_refused(tmp_path: Path) -> None:
    assert refused(evaluate(tmp_path, catalogue=[]), tmp_path) == ["catalogue.jsonl: has no article"]


def test_a_cut_off_below_one_is_a_wrong_call(tmp_path: Path) -> None:
    evaluated = evaluate(tmp_path, k=0)
    assert (evaluated.exit_code, evaluated.stdout) == (2, "")


@pytest.mark.parametrize("left_out", ["-k", "--holdout", "--recommendations"])
def test_a_missing_option_is_a_wrong_call(tmp_path: Path, left_out: str) -> None:
    file = tmp_path / "lists.jsonl"
    file.write_text(json.dumps(reader()))
    given = {"-k": "1", "--holdout": str(file), "--recommendations": str(file)}
    arguments = [part for option, value in given.items() if option != left_out for part in (option, value)]
    evaluated = CliRunner().invoke(command, ["evaluate", *arguments])
    assert evaluated.exit_code == 2
    assert f"'{left_out}'" in evaluated.stderr


@pytest.mark.parametrize("missing", ["--holdout", "--recommendations", "--catalogue"])
def test_a_file_that_does_not_exist_is_a_wrong_call(tmp_path: Path, missing: str) -> None:
    file = tmp_path / "lists.jsonl"
    file.write_text(json.dumps(reader()))
    given = {"--holdout": str(file), "--recommendations": str(file)} | {missing: str(tmp_path / "nowhere.jsonl")}
    arguments = [part for option in given.items() for part in option]
    evaluated = CliRunner().invoke(command, ["evaluate", "-k", "1", *arguments])
    assert evaluated.exit_code == 2
    assert "nowhere.jsonl" in evaluated.stderr
