"""A hasher that counts: what an answer costs, without a clock."""

from typing import Any

from tenants.accounts.hashers import Argon2id


class CountingHasher(Argon2id):
    """Argon2id as always; ``made`` is how many hashes were computed."""

    made = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.made += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: Any) -> bool:
        CountingHasher.made += 1
        return super().verify(password, encoded)
