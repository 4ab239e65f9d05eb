from typing import Any

from django.db.models import Lookup, TextField


@TextField.register_lookup
class WordSimilar(Lookup):
    """``search_text__word_similar="jon smith"``: PostgreSQL's ``<%``, which a trigram index answers."""

    lookup_name = "word_similar"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        words, words_params = self.process_rhs(compiler, connection)
        return f"{words} <%% {column}", (*words_params, *column_params)
