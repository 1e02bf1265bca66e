"""What the rooms say about people, brought together: what moves to an account, what is kept, forgotten, and by when.

Nothing here is about one room; `app` calls it once.
"""

from flask import Flask

from participation.accounts import moving as account_moving
from participation.accounts import privacy as account_privacy
from participation.accounts import queries as account_queries
from participation.accounts import service as accounts
from participation.accounts import web as accounts_web
from participation.answers import moving as answer_moving
from participation.answers import privacy as answer_privacy
from participation.cardwall import moving as wall_moving
from participation.cardwall import privacy as wall_privacy
from participation.contributions import moving as contribution_moving
from participation.contributions import privacy as contribution_privacy
from participation.events import moving as event_moving
from participation.events import privacy as event_privacy
from participation.events import reminding
from participation.fields import moving as field_moving
from participation.fields import privacy as field_privacy
from participation.forum import moving as forum_moving
from participation.forum import privacy as forum_privacy
from participation.forum import sweeping as forum_sweeping
from participation.foundation import privacy as registry
from participation.foundation import tidying
from participation.interviews import moving as talk_moving
from participation.interviews import privacy as talk_privacy
from participation.interviews import withdrawing as talk_withdrawing
from participation.languages import moving as language_moving
from participation.languages import privacy as language_privacy
from participation.languages import service as languages
from participation.moderation import moving as moderation_moving
from participation.moderation import privacy as moderation_privacy
from participation.notifications import moving as notification_moving
from participation.notifications import privacy as notification_privacy
from participation.openspace import moving as space_moving
from participation.openspace import privacy as space_privacy
from participation.organisations import joining
from participation.organisations import moving as organisation_moving
from participation.organisations import privacy as organisation_privacy
from participation.organisations import queries as organisation_queries
from participation.people import handing_on, moving, own_rows, voices
from participation.people import privacy as people_privacy
from participation.people import web as people_web
from participation.privacy import service as leaving
from participation.process import privacy as process_privacy
from participation.reach import moving as reach_moving
from participation.reach import privacy as reach_privacy
from participation.reach import service as reach
from participation.roundtable import moving as table_moving
from participation.roundtable import privacy as table_privacy
from participation.roundtable import secrecy
from participation.sessions import privacy as session_privacy
from participation.sessions import web as sessions_web
from participation.slides import privacy as slide_privacy
from participation.speaking import hearing as speaking
from participation.speaking import moving as speaking_moving
from participation.speaking import privacy as speaking_privacy
from participation.speaking import sweeping
from participation.threads import privacy as thread_privacy
from participation.townhall import privacy as town_privacy
from participation.voting import privacy as voting_privacy
from participation.worksheets import privacy as worksheet_privacy
from participation.worldcafe import hearing as cafe
from participation.worldcafe import moving as cafe_moving
from participation.worldcafe import privacy as cafe_privacy

# what becomes of each room's rows about a person when a guest's things go over to an account
PARTS = {
    "people": own_rows.PART,
    "accounts": account_moving.PART,
    "organisations": organisation_moving.PART,
    "contributions": contribution_moving.PART,
    "languages": language_moving.PART,
    "moderation": moderation_moving.PART,
    "fields": field_moving.PART,
    "answers": answer_moving.PART,
    "cardwall": wall_moving.PART,
    "openspace": space_moving.PART,
    "worldcafe": cafe_moving.PART,
    "speaking": speaking_moving.PART,
    "interviews": talk_moving.PART,
    "roundtable": table_moving.PART,
    "forum": forum_moving.PART,
    "events": event_moving.PART,
    "notifications": notification_moving.PART,
    "reach": reach_moving.PART,
}


def know_people_again() -> None:
    """As whom somebody writes, what goes along to their account, which cookies go when a phone changes hands."""
    voices.register(organisation_queries.authors_of)
    for room, part in PARTS.items():
        moving.register(room, part)
    for cookie in (
        people_web.COOKIE,
        people_web.BEFORE,
        accounts_web.ASKED,
        accounts_web.TRUSTED,
        accounts_web.OUTSIDE,
        sessions_web.SEAT_COOKIE,
        sessions_web.SCREEN_COOKIE,
    ):
        handing_on.goes_with_the_person(cookie)


def say_what_is_kept() -> None:
    """In the order of a reader of the record. The person's own row is forgotten last: others refer to it."""
    registry.register(contribution_privacy.TABLES, person=contribution_privacy.forget)
    registry.register(thread_privacy.TABLES)
    registry.register(language_privacy.TABLES, person=languages.forget_translator)
    registry.register(field_privacy.TABLES)
    registry.register(
        moderation_privacy.TABLES, person=moderation_privacy.forget, words=moderation_privacy.forget_words
    )
    registry.register(answer_privacy.TABLES)
    registry.register(voting_privacy.TABLES, words=voting_privacy.forget_words)
    registry.register(session_privacy.TABLES)
    registry.register(wall_privacy.TABLES)
    registry.register(space_privacy.TABLES, names=space_privacy.forget_names)
    registry.register(worksheet_privacy.TABLES)
    registry.register(slide_privacy.TABLES)
    registry.register(cafe_privacy.TABLES, person=cafe.forget)
    registry.register(speaking_privacy.TABLES, person=speaking.forget)
    registry.register(talk_privacy.TABLES, person=talk_privacy.forget)
    registry.register(event_privacy.TABLES, person=event_privacy.forget)
    registry.register(table_privacy.TABLES, person=table_privacy.forget, words=table_privacy.forget_words)
    registry.register(forum_privacy.TABLES)
    registry.register(notification_privacy.TABLES, person=notification_privacy.forget)
    registry.register(account_privacy.TABLES, person=accounts.forget_account)
    registry.register(organisation_privacy.TABLES, person=organisation_moving.forget_memberships)
    registry.register(reach_privacy.TABLES, person=reach.forget)
    registry.register(process_privacy.TABLES)
    registry.register(town_privacy.TABLES)
    registry.register(people_privacy.TABLES, person=people_privacy.forget)


def forget_in_time() -> None:
    """What ends by itself: the worker looks once a minute."""
    tidying.register("accounts", account_queries.is_untidy, accounts.tidy_up)
    tidying.register("organisations", organisation_queries.is_untidy, joining.tidy_up)
    tidying.register("people", people_privacy.is_untidy, people_privacy.tidy_up)
    tidying.register("contributions", contribution_privacy.is_untidy, contribution_privacy.tidy_up)
    tidying.register("moderation", moderation_privacy.is_untidy, moderation_privacy.tidy_up)
    tidying.register("speaking", sweeping.is_untidy, sweeping.tidy_up)
    tidying.register("events", reminding.is_untidy, reminding.tidy_up)
    tidying.register("forum", forum_sweeping.is_untidy, forum_sweeping.tidy_up)
    tidying.register("interviews", talk_withdrawing.is_untidy, talk_withdrawing.tidy_up)
    tidying.register("roundtable", secrecy.is_untidy, secrecy.tidy_up)
    tidying.register("reach", reach.is_time_to_look, reach.look)
    tidying.register("privacy", leaving.is_untidy, leaving.tidy_up)


def connect(app: Flask) -> None:
    accounts_web.use_provider(app)
    know_people_again()
    say_what_is_kept()
    forget_in_time()
