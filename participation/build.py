"""The hatchling build hook: what lives beside the package belongs into the wheel.

`templates/`, `static/` and `translations/` are folders at the top. `foundation/paths.py` looks for them inside the
package first, so the wheel carries them there. An editable install goes on using the folders themselves.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CarryAssets(BuildHookInterface[Any]):
    """Puts templates, built front end, icons and compiled catalogues into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name what the wheel carries besides the package.

        Raises FileNotFoundError when the front end is not built.
        """
        if (self.target_name, version) != ("wheel", "standard"):
            return
        top = Path(self.root)
        if not (top / "static" / "dist").is_dir():
            reason = "The front end is not built: static/dist is missing. Run: python3 dev.py assets"
            raise FileNotFoundError(reason)
        carried: dict[str, str] = build_data["force_include"]
        for folder in ("templates", "static/dist", "static/icons"):
            if (top / folder).is_dir():
                carried[str(top / folder)] = f"participation/{folder}"
        self.compiled = tempfile.TemporaryDirectory()
        compile_catalogues(top / "translations", Path(self.compiled.name))
        carried[self.compiled.name] = "participation/translations"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's signature
        """Take the compiled catalogues away once they are in the wheel."""
        if (self.target_name, version) == ("wheel", "standard"):
            self.compiled.cleanup()


def compile_catalogues(source: Path, target: Path) -> None:
    """Compile every catalogue of `source` into the same place below `target`.

    Raises ValueError for one whose header is marked fuzzy: nobody has looked at it.
    """
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as text:
            catalogue = read_po(text)
        if catalogue.fuzzy:
            reason = f"{po.relative_to(source)}: the header is marked fuzzy. Remove the mark once it is right."
            raise ValueError(reason)
        mo = target / po.relative_to(source).with_suffix(".mo")
        mo.parent.mkdir(parents=True)
        with mo.open("wb") as binary:
            write_mo(binary, catalogue)
