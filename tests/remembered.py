"""What every house of a story would work out anew, although it is the same in each: kept from one to the next."""

from collections.abc import Callable
from typing import Any, ClassVar

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
    """Is read once for all houses, and writes the code that builds an address when one is built for the first time.

    What a rule says depends on its own words and on the converters of its map; both are the same in each house.
    """

    read: ClassVar[dict[tuple[object, ...], tuple[Any, ...]]] = {}
    written: ClassVar[dict[tuple[object, ...], Callable[..., tuple[str, str]]]] = {}

    def said(self) -> tuple[object, ...]:
        given = tuple(sorted((self.defaults or {}).items()))
        return self.rule, self.host, self.subdomain, self.merge_slashes, given, tuple(self.map.converters.values())

    def compile(self) -> None:
        known = self.read.get(self.said())
        if known is None:
            super().compile()
            self.read[self.said()] = self._parts, self._trace, self._converters, self.arguments
            return
        self._parts, self._trace, self._converters, self.arguments = known
        self._build = self._compile_builder(append_unknown=False).__get__(self, None)
        self._build_unknown = self._compile_builder(append_unknown=True).__get__(self, None)

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002
        key = (*self.said(), append_unknown)

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if key not in self.written:
                self.written[key] = super(LateRule, self)._compile_builder(append_unknown)
            return self.written[key](rule, **values)

        return build


TEMPLATES = TranslatedTemplates()
STATEMENTS = CompiledStatements()


def remember_for(app: Flask, engine: Engine) -> None:
    app.jinja_env.bytecode_cache = TEMPLATES
    engine.update_execution_options(compiled_cache=STATEMENTS)
