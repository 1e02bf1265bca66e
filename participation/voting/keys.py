"""The secret of each running ballot: a file outside the database and outside every backup (docs/decisions/011).

Whoever holds a copy of the database holds votes, but cannot link one to a ticket. The file dies at the count.
"""

import hmac
from hashlib import sha256

from participation.foundation.keyfolder import KeyFolder
from participation.foundation.messages import N_, Refused


class KeyMissing(Refused):
    message = N_("The key of this ballot is not on this machine, so its votes can no longer be told apart. Cancel it.")
    code = "key_missing"


class BallotKeys(KeyFolder):
    """Names are the public ids of ballots."""

    def voter_key(self, ballot: str, identity: str) -> bytes:
        """The key of a voter in one ballot. Raises KeyMissing."""
        secret = self.find(ballot)
        if secret is None:
            raise KeyMissing
        return hmac.new(secret, identity.encode(), sha256).digest()
