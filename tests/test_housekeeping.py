"""What is tracked holds on every machine: it names no package registry and no path of ours."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent

# each in pieces, so that this file does not contain what it looks for
REGISTRIES = [
    "registry." + "npm" + "js",
    "py" + "pi.org",
    "python" + "hosted.org",
    "deb." + "debian.org",
    "npm" + "js.com",
]
PATHS = ["/wo" + "rk/", "/ro" + "ot/", "/home" + "/", "/Us" + "ers/", "/tmp/ba" + "sh_jobs"]  # noqa: S108 - looked for, not used
REGISTRY = re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE)
PATH = re.compile(r"(?<![\w./-])(" + "|".join(map(re.escape, [*PATHS, f"{TOP}/"])) + ")")


def tracked() -> list[Path]:
    if shutil.which("git") is None or not (TOP / ".git").exists():
        pytest.skip("not a checkout")
    listing = ["git", "-c", "safe.directory=*", "-C", str(TOP), "ls-files", "-z"]
    names = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split("\0")
    return [TOP / name for name in names if name and (TOP / name).is_file()]


def found_in(text: str) -> list[str]:
    return [match[0] for pattern in (REGISTRY, PATH) for match in pattern.finditer(text)]


def test_no_tracked_file_names_a_registry_or_a_path_of_a_machine() -> None:
    files = tracked()
    assert TOP / "README.md" in files

    named = {}
    for file in files:
        content = file.read_bytes()
        if b"\0" not in content and (found := found_in(content.decode(errors="replace"))):
            named[str(file.relative_to(TOP))] = found

    assert named == {}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"resolved https://{REGISTRIES[0]}.org/esbuild", True),
        (f"--index-url https://{REGISTRIES[1]}/simple", True),
        (f"see '{PATHS[0]}main/dev.py'", True),
        (f"in {TOP}/dev.py", True),
        ("participation" + PATHS[0] + "rules.py", False),
        ("a path such as /var/lib/participation", False),
    ],
)
def test_the_check_sees_what_it_looks_for(line: str, *, found: bool) -> None:
    assert bool(found_in(line)) is found
