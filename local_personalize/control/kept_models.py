"""Trained models in files, so that a start reads them instead of training again."""

import pickle
import sys
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from local_personalize.recipes.model import Model
from local_personalize.store.events import Vocabulary
from local_personalize.store.group import GroupData

PROTOCOL = 5
SUFFIX = ".model"
CONTEXT = "context "
GROUP = "group"
PACKAGE = Path(__file__).parents[1]
Names = Mapping[str, Sequence[str]]
"""By vocabulary, the names in the order of their numbers."""


class KeptModels:
    """The files of models in a folder, by solution version.

    A file begins with the code that wrote it and the names behind the numbers that the model uses. The data of the
    dataset group, which a recipe may hold on to, stay outside of the file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.code = _code_version()

    def save(self, version_arn: str, model: Model, group: GroupData) -> None:
        """Keep the model of a version; the file is there as a whole or not at all."""
        path = self._path(version_arn)
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            pickle.dump({"code": self.code, "names": _names_of(group)}, file, PROTOCOL)
            _Pickler(file, group).dump(model)
        partial.rename(path)

    def load(self, version_arn: str, group: GroupData) -> Model | None:
        """The model of a version, for the same data; None, said on stderr, if there is none that can be used."""
        try:
            with self._path(version_arn).open("rb") as file:
                names = self._names(file)
                for name, vocabulary in _vocabularies(group).items():
                    if vocabulary.names[: len(names.get(name, ()))] != list(names.get(name, ())):
                        raise ValueError(f"{name} have other numbers now")
                return _Unpickler(file, group).load()
        except Exception as error:  # whatever other code may have pickled
            sys.stderr.write(f"local_personalize: no kept model of {version_arn}: {error}\n")
            return None

    def prepare(self, group: GroupData, version_arns: Sequence[str]) -> None:
        """Give an empty dataset group the numbers that its models use; the newest model has all of them.

        The versions are named in the order of their training.
        """
        for arn in reversed(version_arns):
            try:
                with self._path(arn).open("rb") as file:
                    names = self._names(file)
            except Exception:  # the loading of that model will tell
                continue
            for item in names["items"]:
                group.see_item(item, float("inf"))  # until something says when it was there
            group.set_context([name.removeprefix(CONTEXT) for name in names if name.startswith(CONTEXT)])
            for name, vocabulary in _vocabularies(group).items():
                vocabulary.indexes_of(names[name])
            return

    def delete_all_but(self, version_arns: Collection[str]) -> None:
        """Delete the files of other versions, and what was written by half."""
        kept = {self._path(arn) for arn in version_arns}
        for path in self.folder.iterdir():
            if path not in kept:
                path.unlink()

    def delete(self, version_arn: str) -> None:
        """Delete the file of a version, if there is one."""
        self._path(version_arn).unlink(missing_ok=True)

    def _path(self, version_arn: str) -> Path:
        return self.folder / f"{version_arn.rpartition('/')[2]}{SUFFIX}"

    def _names(self, file: IO[bytes]) -> Names:
        header: Mapping[str, Any] = pickle.load(file)
        if header["code"] != self.code:
            raise ValueError("other code has written it")
        return header["names"]


def _vocabularies(group: GroupData) -> dict[str, Vocabulary]:
    contexts = {f"{CONTEXT}{name}": vocabulary for name, vocabulary in group.contexts.items()}
    return {"users": group.users, "items": group.items, "types": group.types, **contexts}


def _names_of(group: GroupData) -> Names:
    return {name: list(vocabulary.names) for name, vocabulary in _vocabularies(group).items()}


class _Pickler(pickle.Pickler):
    def __init__(self, file: IO[bytes], group: GroupData) -> None:
        super().__init__(file, PROTOCOL)
        self.group = group

    def persistent_id(self, obj: Any) -> str | None:
        return GROUP if obj is self.group else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: IO[bytes], group: GroupData) -> None:
        super().__init__(file)
        self.group = group

    def persistent_load(self, pid: Any) -> GroupData:
        del pid  # there is one object that stays outside
        return self.group


def _code_version() -> str:
    """Another one whenever a line of the code that makes models is another one."""
    digest = blake2b(digest_size=16)
    for path in sorted([*PACKAGE.glob("recipes/**/*.py"), *PACKAGE.glob("store/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
