from tests.answers.hall import hall

__all__ = ["hall"]
