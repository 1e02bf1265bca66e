"""PostgreSQL for tests: a server in a temporary folder, run by a user who is not root."""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs, newest first; Debian keeps them out of the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("pg_ctl")
    return next(
        (folder for folder in debian if (folder / "initdb").exists()), Path(on_path).parent if on_path else None
    )


class Postgres:
    """Started on entering, stopped on leaving; each story gets a database of its own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.data = folder / "data"
        self.folder = folder
        self.port = free_port()
        self.made = 0

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.call("initdb", "-D", self.data, "-U", "house", "-A", "trust", "--no-sync")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self.call("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.call("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def new_database(self, like: str = "template1") -> str:
        """like: the name of the database it is a copy of; nobody may be connected with that one."""
        self.made += 1
        name = f"house{self.made}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self.address(name).replace("postgresql://", "postgresql+psycopg://")

    def address(self, name: str) -> str:
        return f"postgresql://house@127.0.0.1:{self.port}/{name}"

    def call(self, program: str, *arguments: str | Path) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
