"""Hashers for tests: one that is quick, and one that counts what an answer costs, without a clock."""

from typing import Any

from tenants.accounts.hashers import Argon2id


class QuickHasher(Argon2id):
    """Ours at next to no cost: the product's takes 37 ms on purpose, thousands of times a run."""

    time_cost = 1
    memory_cost = 8


class CountingHasher(QuickHasher):
    """``made`` is how many hashes were computed."""

    made = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.made += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: Any) -> bool:
        CountingHasher.made += 1
        return super().verify(password, encoded)
