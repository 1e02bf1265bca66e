"""Why a file, or one row of it, is not taken. Each is a sentence that says what to do instead."""

from participation.foundation.messages import N_, Refused


class OldFormat(Refused):
    message = N_("This is a file in the format %(format)s. Open it and save it as XLSX or CSV, then import that file.")
    code = "old_format"


class NoTable(Refused):
    message = N_(
        "This file is no table (it looks like %(format)s). Save the data as XLSX or CSV, then import that file."
    )
    code = "no_table"


class NothingInside(Refused):
    message = N_("There is nothing in this file.")
    code = "nothing_inside"


class OnlyHeader(Refused):
    message = N_("This file has a line of column names and no row below it.")
    code = "only_header"


class TooBig(Refused):
    message = N_("This file is too big: %(what)s. Split it and import the parts one after the other.")
    code = "too_big"


class Damaged(Refused):
    message = N_("This file is damaged or not what its name says: %(what)s. Nothing was taken.")
    code = "damaged"


class UnknownEncoding(Refused):
    message = N_(
        "The letters of this file cannot be read. Save it as “CSV UTF-8”, or name its encoding with --encoding."
    )
    code = "unknown_encoding"


class NotInThisEncoding(Refused):
    message = N_("This file is not written in %(encoding)s: line %(line)s cannot be read. Save it as “CSV UTF-8”.")
    code = "not_in_this_encoding"


class QuoteNotClosed(Refused):
    message = N_(
        "The quotation mark opened in line %(line)s is never closed, so all that follows is one cell. "
        "Please correct that line. Nothing was taken."
    )
    code = "quote_not_closed"


class CommentsOnly(Refused):
    message = N_(
        "This is an export of comments (%(columns)s). A comment answers a contribution, and those contributions are "
        "missing here: there is no column with a title. Import the file of proposals or debates instead."
    )
    code = "comments_only"


class NoTextColumn(Refused):
    message = N_(
        "No column of this file holds what people said. Its columns: %(columns)s. "
        "If one of them does, name it with --text."
    )
    code = "no_text_column"


class SeveralTexts(Refused):
    message = N_("Several columns hold long texts: %(columns)s. Say which one people wrote with --text.")
    code = "several_texts"


class NoSuchColumn(Refused):
    message = N_("There is no column “%(name)s”. The columns of this file: %(columns)s.")
    code = "no_such_column"


class NoCollection(Refused):
    message = N_("There is no collection of ideas “%(name)s” to import into. There are: %(slugs)s.")
    code = "no_collection"


class WhichCollection(Refused):
    message = N_("There are several collections of ideas. Say into which one with --collection: %(slugs)s.")
    code = "which_collection"


class UnknownLanguage(Refused):
    message = N_("The language “%(code)s” is not known here. Use a code such as de, en, tr or ar.")
    code = "unknown_language"


class NotWritable(Refused):
    message = N_("The list of refused rows cannot be written to %(file)s. Name another place with --refused.")
    code = "not_writable"


class NoWords(Refused):
    message = N_("There is no text in this row. (A formula whose result was never stored counts as empty.)")
    code = "no_words"


class TooManyCells(Refused):
    message = N_("This row has %(cells)s cells, but there are %(columns)s columns: a separator stands inside a text.")
    code = "too_many_cells"


class Withdrawn(Refused):
    message = N_("The source says that its author withdrew it.")
    code = "withdrawn"


class SaidAbove(Refused):
    message = N_("The same text stands in line %(line)s.")
    code = "said_above"


class NumberTaken(Refused):
    message = N_("The number %(number)s belongs to another text in line %(line)s.")
    code = "number_taken"


class BrokenSigns(Refused):
    message = N_("Some letters of this text were lost before it came here (�).")
    code = "broken_signs"
