from tests.moderation.hall import office

__all__ = ["office"]
