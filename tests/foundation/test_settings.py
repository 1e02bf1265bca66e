"""What an installation knows about itself, and what it makes when nobody said it."""

import multiprocessing
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from participation.foundation.paths import asset_dir
from participation.foundation.settings import LOOPBACK, Settings, from_environment, own_secret_key


def settings(folder: Path, **more: str) -> Settings:
    given = {f"PARTICIPATION_{name}": value for name, value in more.items()}
    return from_environment({"PARTICIPATION_INSTANCE": str(folder / "instance"), **given})


def test_without_any_setting_the_house_lives_in_its_folder_and_answers_to_this_machine(tmp_path: Path) -> None:
    found = settings(tmp_path)

    assert found.instance == tmp_path / "instance"
    assert found.database_url == f"sqlite:///{tmp_path}/instance/participation.sqlite"
    assert found.database_file == tmp_path / "instance" / "participation.sqlite"
    assert (found.hosts, found.https, found.demo) == (LOOPBACK, False, False)
    assert stat.S_IMODE(found.instance.stat().st_mode) == 0o700


def test_the_secret_key_is_made_once_for_its_user_alone_and_kept(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        key = settings(tmp_path).secret_key
    finally:
        os.umask(before)

    file = tmp_path / "instance" / "secret.key"
    assert len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes() == key
    assert settings(tmp_path).secret_key == key
    assert settings(tmp_path / "elsewhere").secret_key != key


def test_several_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as starts:
        keys = starts.map(own_secret_key, [tmp_path] * 16, chunksize=1)

    assert {len(key) for key in keys} == {32}
    assert len(set(keys)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_a_first_start_on_a_full_disk_leaves_no_empty_key_for_the_second(tmp_path: Path) -> None:
    start = (
        "import resource, signal, sys, pathlib\n"
        "from participation.foundation.settings import own_secret_key\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "own_secret_key(pathlib.Path(sys.argv[1]))\n"
    )
    full = subprocess.run([sys.executable, "-c", start, tmp_path], capture_output=True, text=True, check=False)
    assert "OSError" in full.stderr

    assert len(own_secret_key(tmp_path)) == 32


def test_a_given_key_is_used_and_none_is_made(tmp_path: Path) -> None:
    assert settings(tmp_path, SECRET_KEY="geheim").secret_key == b"geheim"  # noqa: S106 - of this test alone
    assert list((tmp_path / "instance").iterdir()) == []


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ("Stadt.example.org", ("stadt.example.org",)),
        (" a.example , .B.example ,", ("a.example", ".b.example")),
        (" , ", LOOPBACK),
    ],
)
def test_host_names_are_separated_by_commas(tmp_path: Path, given: str, hosts: tuple[str, ...]) -> None:
    assert settings(tmp_path, HOSTS=given).hosts == hosts


@pytest.mark.parametrize(("given", "https"), [("1", True), ("0", False), ("", False)])
def test_https_is_said_with_a_one(tmp_path: Path, given: str, *, https: bool) -> None:
    assert settings(tmp_path, HTTPS=given).https is https


def test_a_database_server_has_no_file_to_lock(tmp_path: Path) -> None:
    found = settings(tmp_path, DATABASE_URL="postgresql+psycopg://house@db.example/house")

    assert found.database_url == "postgresql+psycopg://house@db.example/house"
    assert found.database_file is None


def test_an_installation_without_its_pages_says_what_is_missing() -> None:
    assert asset_dir("templates").is_dir()
    with pytest.raises(FileNotFoundError, match="no-such-folder"):
        asset_dir("no-such-folder")
