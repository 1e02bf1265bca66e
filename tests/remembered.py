"""What every house of a story would work out anew, although it is the same in each: kept from one to the next."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from werkzeug.routing import Rule


class TranslatedTemplates(BytecodeCache):
    """Jinja asks with the hash of the source: a template that was changed is another one."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self.kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class CompiledStatements:
    """SQL of statements for all databases of a kind. SQLAlchemy's key begins with the dialect, one an engine.

    Two engines of the same kind and version write the same SQL; the rest of the key says which statement it is.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple[object, ...], Any] = {}

    def get(self, key: tuple[Any, ...]) -> Any:
        return self.kept.get(self.of_any_engine(key))

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self.kept[self.of_any_engine(key)] = compiled

    def of_any_engine(self, key: tuple[Any, ...]) -> tuple[object, ...]:
        dialect, *rest = key
        return (dialect.name, dialect.driver, dialect.server_version_info, *rest)


class LateRule(Rule):
    """Writes the code that builds an address when one is built: a story needs few of the hundreds there are."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002
        written: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not written:
                written.append(super(LateRule, self)._compile_builder(append_unknown))
            return written[0](rule, **values)

        return build


TEMPLATES = TranslatedTemplates()
STATEMENTS = CompiledStatements()


def remember_for(app: Flask, engine: Engine) -> None:
    app.jinja_env.bytecode_cache = TEMPLATES
    engine.update_execution_options(compiled_cache=STATEMENTS)
