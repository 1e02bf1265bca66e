"""What a new municipality begins with: a process, a collection that takes ideas, and the usual fields of action."""

from participation.fields.service import start_from_template
from participation.foundation.database import Transaction
from participation.foundation.municipality import Municipality
from participation.people.news import HouseFounded
from participation.process.rules import PhaseState
from participation.process.service import PhasePlan, open_idea_collection, plan_process

TITLE = {"de": "Integrationskonzept", "en": "Integration concept", "tr": "Uyum planı", "ar": "خطة الاندماج"}
QUESTION = {
    "de": "Was läuft gut, was fehlt, was sollten wir gemeinsam ändern?",
    "en": "What works well, what is missing, what should we change together?",
    "tr": "Ne iyi gidiyor, ne eksik, birlikte neyi değiştirmeliyiz?",
    "ar": "ما الذي يسير جيدا، وما الذي ينقصنا، وماذا علينا أن نغير معا؟",
}
COLLECTION = {"de": "Ideen", "en": "Ideas", "tr": "Fikirler", "ar": "أفكار"}
NOW = {"de": "Ideen sammeln", "en": "Collecting ideas", "tr": "Fikirleri toplama", "ar": "جمع الأفكار"}
UNTIL = {"de": "läuft jetzt", "en": "running now", "tr": "şu anda sürüyor", "ar": "جارية الآن"}


def begin(tx: Transaction, news: HouseFounded) -> None:
    """So that the first administrator finds a house that can be used, and changes what is there."""
    town = tx.session.get_one(Municipality, news.municipality_id)
    phases = [PhasePlan(NOW, UNTIL, PhaseState.NOW)]
    process = plan_process(tx, town, title=TITLE, question=QUESTION, lead={}, phases=phases)
    open_idea_collection(tx, process, slug="ideas", title=COLLECTION, question=QUESTION)
    start_from_template(tx, process)
