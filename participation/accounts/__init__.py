"""Accounts: how somebody is known again by a mail address, a password or an outside provider."""
