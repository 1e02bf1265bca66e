from wtforms import BooleanField, Form, StringField

from participation.contributions.voices import Voice


class VoiceForm(Form):
    """For whom somebody writes: `for:<key>` for an organisation, `told:<key>` what somebody told it, "" for oneself."""

    voice = StringField()
    told_by = StringField()
    agreed = BooleanField()

    def said_for(self) -> Voice:
        way, _, key = (self.voice.data or "").partition(":")
        if way not in {"for", "told"} or not key:
            return Voice()
        return Voice(key[:60], way == "told", self.told_by.data or "", bool(self.agreed.data))
