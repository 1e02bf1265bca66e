from wtforms import Form, StringField, TextAreaField


class IdeaForm(Form):
    """What a resident sends. The use case cleans it and says in words what is wrong; nothing typed is lost."""

    text = TextAreaField()
    language = StringField()

    def typed(self) -> str:
        return self.text.data or ""

    def chosen_language(self) -> str:
        return self.language.data or ""
