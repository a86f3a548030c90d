"""Models come back from their files as they were, or are said not to."""

from pathlib import Path

import pytest

from local_personalize.control.kept_models import KeptModels
from local_personalize.recipes.model import Interaction, Model, Query
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2
from local_personalize.store.group import GroupData

ARN = "arn:aws:personalize:eu-west-1:000000000000:solution/news/0a1b2c3d"
NEWER = f"{ARN[:-1]}e"


def group_of(*items: str) -> GroupData:
    group = GroupData("news")
    for item in items:
        group.see_item(item, 1.0)
    group.users.index("anna")
    group.types.index("click")
    return group


def model_of() -> Model:
    recipe = UserPersonalizationV2()
    for user in range(5):
        for step, item in enumerate((0, 1, 2)):
            recipe.observe(Interaction(user, "s", item, 1000.0 + step))
    model = Model(recipe)
    model.sequence = 7
    return model


class Holder:
    """A stand-in for a recipe that holds on to the data of its dataset group."""

    def __init__(self, items: GroupData) -> None:
        self.items = items


def test_a_kept_model_recommends_the_same_and_knows_how_far_it_had_learned(tmp_path: Path) -> None:
    group, model = group_of("a", "b", "c"), model_of()
    KeptModels(tmp_path).save(ARN, model, group)
    group.see_item("d", 2.0)
    read = KeptModels(tmp_path).load(ARN, group)
    assert read is not None
    assert read.sequence == 7
    assert read.recipe.rank(Query(read=(0,))) == model.recipe.rank(Query(read=(0,))) != []


def test_the_data_of_the_group_stay_outside_of_the_file(tmp_path: Path) -> None:
    group = group_of("a")
    holder = Holder(group)
    model = Model(holder)  # pyright: ignore[reportArgumentType]
    kept = KeptModels(tmp_path)
    kept.save(ARN, model, group)
    other = group_of("a", "b")
    read = kept.load(ARN, other)
    assert read is not None
    assert read.recipe.items is other  # pyright: ignore[reportAttributeAccessIssue]


def test_a_new_start_gives_everything_the_numbers_of_the_newest_model(tmp_path: Path) -> None:
    kept = KeptModels(tmp_path)
    group = group_of("a", "b")
    group.set_context(["DEVICE"])
    group.contexts["DEVICE"].index("phone")
    kept.save(ARN, model_of(), group)
    group.see_item("c", 1.0)
    kept.save(NEWER, model_of(), group)
    started = GroupData("news")
    kept.prepare(started, [ARN, NEWER])
    assert started.items.names == ["a", "b", "c"]
    assert started.contexts["DEVICE"].names == ["phone"]
    assert started.see_item("c", 5.0) == 2
    assert started.first_seen == [float("inf"), float("inf"), 5.0]
    assert kept.load(ARN, started) is not None
    assert kept.load(NEWER, started) is not None


def test_a_file_is_not_used_for_data_with_other_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = KeptModels(tmp_path)
    kept.save(ARN, model_of(), group_of("a", "b"))
    assert kept.load(ARN, group_of("b", "a")) is None
    assert "no kept model" in capsys.readouterr().err


@pytest.mark.parametrize("content", (b"", b"no pickle", None))
def test_a_file_that_cannot_be_read_is_as_none(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = KeptModels(tmp_path)
    if content is not None:
        (tmp_path / "0a1b2c3d.model").write_bytes(content)
    group = GroupData("news")
    kept.prepare(group, [ARN])
    assert group.items.names == []
    assert kept.load(ARN, group) is None
    assert ARN in capsys.readouterr().err


def test_a_file_of_other_code_is_as_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, group = KeptModels(tmp_path), group_of("a")
    kept.save(ARN, model_of(), group)
    kept.code = "other"
    assert kept.load(ARN, group) is None
    assert "other code" in capsys.readouterr().err


def test_files_of_other_versions_and_halves_of_files_are_deleted(tmp_path: Path) -> None:
    kept, group = KeptModels(tmp_path), group_of("a")
    kept.save(ARN, model_of(), group)
    kept.save(NEWER, model_of(), group)
    (tmp_path / "x.partial").write_bytes(b"")
    kept.delete_all_but([NEWER])
    assert [path.name for path in tmp_path.iterdir()] == ["0a1b2c3e.model"]
