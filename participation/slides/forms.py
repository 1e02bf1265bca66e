from wtforms import StringField, TextAreaField

from participation.console.forms import StepForm
from participation.foundation.locales import WRITTEN
from participation.foundation.text import one_line
from participation.organisations.rules import website_named
from participation.slides.rules import LONGEST_FIGURE, LONGEST_LABEL, LONGEST_SOURCE, NoSource, paired
from participation.slides.service import Shown


class SlideForm(StepForm):
    """A slide: the words of a step, its source, and figures, one in a line, with what each says."""

    source = StringField()
    link = StringField()
    values = TextAreaField()
    labels_de = TextAreaField()
    labels_en = TextAreaField()
    labels_tr = TextAreaField()
    labels_ar = TextAreaField()

    def shown(self) -> Shown:
        """Raises NoSource, NoWebsite, TooLong, NoNumber, TooManyFigures, LabelsMissing."""
        source = str(self.source.data or "").strip()
        if not source:
            raise NoSource
        labels = {lang: self.lines(f"labels_{lang}", LONGEST_LABEL) for lang in WRITTEN}
        figures = paired(self.lines("values", LONGEST_FIGURE), labels)
        return Shown(one_line(source, LONGEST_SOURCE), website_named(str(self.link.data or "")), figures)

    def lines(self, name: str, limit: int) -> list[str]:
        """Raises TooLong."""
        typed = [line.strip() for line in str(self[name].data or "").split("\n")]
        return [one_line(line, limit) for line in typed if line]
