"""What a guest was told and wanted by mail goes over to their account; the mails of a desk are a colleague's."""

from participation.notifications.telling import move
from participation.people.moving import Fate, Part

PART = Part({"digest_choice.person_id": Fate.MOVES}, before=move)
