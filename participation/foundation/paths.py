from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def asset_dir(name: str) -> Path:
    """Where `templates`, `static` or `translations` lie: inside an installed package, beside it in a checkout.

    Raises FileNotFoundError when neither holds it: an installation without its pages cannot start.
    """
    for folder in (PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(name)
