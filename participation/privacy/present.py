"""The record of processing activities (GDPR, Article 30), made from the registry. Needs the language of a request."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from flask_babel import gettext

from participation.foundation import privacy
from participation.foundation.privacy import BASES, Activity, Kept, Share
from participation.privacy.wording import LABELS
from participation.townhall.activity import BYTE_ORDER_MARK, SEPARATOR


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity in the reader's words. what: which data; where: tables and columns, for auditors."""

    key: str
    name: str
    purpose: str
    basis: str
    whose: str
    what: Sequence[str]
    kept: str
    recipients: str
    where: Sequence[str]


def record() -> list[Entry]:
    """Every activity, in the order in which the rooms stand in the house."""
    return [entry(activity, places) for activity, places in privacy.activities().items()]


def entry(activity: Activity, places: Sequence[tuple[Kept, Share]]) -> Entry:
    told = dict.fromkeys(
        str(gettext(LABELS[name])) for _, share in places for name in f"{share.columns} {share.files}".split()
    )
    return Entry(
        key=activity.key,
        name=str(gettext(activity.name)),
        purpose=str(gettext(activity.purpose)),
        basis=str(gettext(BASES[activity.basis])),
        whose=str(gettext(activity.whose)),
        what=list(told),
        kept=str(gettext(activity.kept, num=activity.days) if activity.days else gettext(activity.kept)),
        recipients=str(gettext(activity.recipients)),
        where=[f"{kept.table}: {', '.join(share.names)}" for kept, share in places],
    )


def as_csv(entries: Sequence[Entry]) -> str:
    """As a German spreadsheet opens it; the byte order mark tells it the encoding."""
    out = StringIO()
    writer = csv.writer(out, delimiter=SEPARATOR)
    writer.writerow(
        [
            gettext("Processing activity"),
            gettext("Purpose"),
            gettext("Legal basis"),
            gettext("Whose data"),
            gettext("Which data"),
            gettext("How long"),
            gettext("Who else gets it"),
            gettext("Tables and columns"),
        ]
    )
    for one in entries:
        writer.writerow(
            [
                one.name,
                one.purpose,
                one.basis,
                one.whose,
                ", ".join(one.what),
                one.kept,
                one.recipients,
                " | ".join(one.where),
            ]
        )
    return BYTE_ORDER_MARK + out.getvalue()
