from django.core.cache import cache

from tenants.kernel.cache import business_key
from tenants.kernel.scope import business_scope


def test_what_one_business_remembers_no_other_finds(acme, globex):
    with business_scope(acme):
        cache.set("greeting", "ours")
        assert cache.get("greeting") == "ours"

    with business_scope(globex):
        assert cache.get("greeting") is None
        cache.set("greeting", "theirs")
    assert cache.get("greeting") is None

    with business_scope(acme):
        assert cache.get("greeting") == "ours"
        cache.delete("greeting")


def test_a_business_that_has_changed_remembers_nothing_of_before(acme):
    with business_scope(acme):
        assert f":{acme.id}.{acme.generation}:" in business_key("greeting", "", 1)
