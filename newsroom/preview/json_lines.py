"""Where in a JSON text a path of a problem is, so that it can be shown beside its line."""

import re
from typing import Final

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

_NO_LINES: Final = str.maketrans(dict.fromkeys("\t\x85\u2028\u2029", " "))
"""What JSON takes for a space, or for a part of a text, and YAML for something else."""

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class JsonLines:
    """The lines of one JSON text, counted from 1."""

    def __init__(self, text: str) -> None:
        self._root = _composed(text)

    def line_of(self, path: str) -> int | None:
        """The line of what the path names, or of the innermost part around it that there is (`rules[0].params`).

        None for a text whose parts can't be told apart.
        """
        node, line = self._root, 1
        if node is None:
            return None
        for index, name in _STEP.findall("" if path == "$" else path):
            found = _inside(node, int(index) if index else name)
            if found is None:
                break
            key, node = found
            line = key.start_mark.line + 1
        return line


def _composed(text: str) -> Node | None:
    try:
        return yaml.compose(text.translate(_NO_LINES), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None


def _inside(node: Node, step: int | str) -> tuple[Node, Node] | None:
    """What the line is taken from, and the value: of two entries with one name JSON takes the last."""
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in reversed(node.value) if key.value == step), None)
    return None
