class EmbeddedServerError(RuntimeError):
    """The embedded PostgreSQL cannot be had; the sentence says why and what to do."""
