"""Finds a Chromium, and starts it as a browser that tests can drive."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = REPOSITORY / "node_modules" / ".cache" / "chromium"
DEBIAN = Path("/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--no-zygote", "--disable-gpu", "--font-render-hinting=none")
"""A test machine is often a container whose only user is root, where the sandbox does not start."""

UNPACK = """
import chromium from "@sparticuz/chromium";
console.log(await chromium.executablePath());
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""


class NoChromium(Exception):
    """No browser is on this machine."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser's executable and what its process needs in the environment."""

    executable: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])


def find_chromium() -> Chromium:
    """The Chromium of CHROMIUM_PATH, else the one of the npm package, else Debian's. Raises `NoChromium`."""
    if named := os.environ.get("CHROMIUM_PATH"):
        return Chromium(Path(named))
    if PACKAGE.is_dir():
        return _from_package()
    if DEBIAN.exists():
        return Chromium(DEBIAN)
    raise NoChromium("no Chromium: run `npm ci`, or set CHROMIUM_PATH to one")


def _from_package() -> Chromium:
    """The package's browser, unpacked once, with the shared libraries and fonts that the package brings along."""
    if not UNPACKED.is_dir():
        _unpack()
    libraries = UNPACKED / "al2023" / "lib"
    return Chromium(
        UNPACKED / "chromium",
        {"LD_LIBRARY_PATH": str(libraries), "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf")},
    )


def _unpack() -> None:
    """Unpacks beside the final place and renames, so that a half-unpacked browser is never found."""
    node = shutil.which("node")
    if node is None:
        raise NoChromium("no Chromium: the npm package needs `node` on the PATH to unpack it")
    unpacking = UNPACKED.with_name(f"chromium.{os.getpid()}")
    unpacking.mkdir(parents=True)
    # The package unpacks into the temporary folder, and its libraries only where it believes to run in a Lambda.
    environment = os.environ | {"TMPDIR": str(unpacking), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs24.x"}
    command = [node, "--input-type=module", "--eval", UNPACK]
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True)
    (unpacking / "fonts.conf").write_text(FONTS.format(folder=UNPACKED))
    unpacking.rename(UNPACKED)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A started browser. Raises `NoChromium`."""
    found = find_chromium()
    environment = {**os.environ, **found.environment}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.executable, args=[*ARGUMENTS], env=environment)
        try:
            yield browser
        finally:
            browser.close()
