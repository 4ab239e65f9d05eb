import pytest

from crm.selectors.customers import why_username_refused
from tenants.accounts.errors import LastOwner, PasswordRefused, UsernameRefused, UsernameTaken
from tenants.accounts.models import User
from tenants.accounts.selectors.users import user_called
from tenants.accounts.services import users
from tests.cast import PASSWORD, member

PERSON = {"name": "Cleo van Dam", "email": "cleo@example.com"}


def test_a_customer_gets_a_temporary_password_to_change(in_acme):
    user = users.create_customer_user(username="cleo", temporary_password=PASSWORD, **PERSON)

    assert (user.kind, user.role, user.must_change_password) == ("customer", "", True)
    assert user.temporary_password_until is not None


def test_a_customer_without_a_password_cannot_sign_in_with_any(in_acme):
    user = users.create_customer_user(username="cleo", temporary_password=None, **PERSON)

    assert not user.has_usable_password()
    assert not user.check_password("")


def test_a_lasting_password_can_be_given(in_acme):
    user = users.create_customer_user(username="cleo", temporary_password=PASSWORD, must_change=False, **PERSON)

    assert (user.must_change_password, user.temporary_password_until) == (False, None)


@pytest.mark.parametrize("username", ["CLEO", " cleo ", "cleo"])
def test_a_taken_name_is_refused_in_any_case(in_acme, username):
    users.create_customer_user(username="Cleo", temporary_password=PASSWORD, **PERSON)

    with pytest.raises(UsernameTaken, match="already taken"):
        users.create_customer_user(username=username, temporary_password=PASSWORD, **PERSON)
    assert User.objects.count() == 1


@pytest.mark.parametrize("username", ["ada@example.com", "ADA@Example.com"])
def test_nobody_takes_the_address_that_somebody_signs_in_with_for_a_username(in_acme, ada, username):
    for email in ("eve@example.com", "ada@example.com"):
        with pytest.raises(UsernameTaken):
            users.create_customer_user(username=username, name="Eve", email=email, temporary_password=PASSWORD)

    assert why_username_refused(username) == str(UsernameTaken(username=username))
    assert user_called("ada@example.com") == ada


@pytest.mark.parametrize("username", ["", "ab", "with space", "a/b/c", "<script>", "x" * 151, "nul\0nul"])
def test_a_malformed_name_is_refused(in_acme, username):
    with pytest.raises(UsernameRefused):
        users.create_member(username=username, password=PASSWORD, role="owner", **PERSON)
    assert not User.objects.exists()


def test_a_weak_password_makes_nobody(in_acme):
    with pytest.raises(PasswordRefused, match="too short"):
        users.create_customer_user(username="cleo", temporary_password="short", **PERSON)
    assert not User.objects.exists()


def test_a_member_needs_a_role_that_exists(in_acme):
    with pytest.raises(ValueError, match="emperor"):
        users.create_member(username="ada", password=PASSWORD, role="emperor", **PERSON)


@pytest.mark.parametrize(
    ("wish", "suggested"),
    [
        ("Cleo van Dam", "cleo.van.dam"),
        ("cleo.dam+shop@example.com", "cleo.dam"),
        ("Zoë O'Neill", "zoe.o.neill"),
        ("Жанна", "customer"),
        ("Al", "customer"),
        ("", "customer"),
    ],
)
def test_a_user_name_is_suggested_from_what_is_known(in_acme, wish, suggested):
    assert users.suggest_username(wish) == suggested


def test_a_suggested_name_is_free(in_acme):
    for username in ("Cleo", "cleo2"):
        users.create_customer_user(username=username, temporary_password=PASSWORD, **PERSON)

    assert users.suggest_username("cleo") == "cleo3"


def test_suspending_and_restoring_end_the_sessions_and_keep_the_password(in_acme, ada, ben):
    users.suspend(ben)
    assert ben.suspended_at is not None
    assert ben.session_epoch == 2

    users.restore(ben)
    stored = User.objects.get(username="ben")
    assert (stored.suspended_at, stored.session_epoch) == (None, 3)
    assert stored.check_password(PASSWORD)


def test_doing_it_twice_changes_nothing(in_acme, ada, ben):
    users.suspend(ben)
    users.suspend(ben)

    assert User.objects.get(username="ben").session_epoch == 2


def test_a_cut_role_ends_the_sessions(in_acme, ada, ben):
    users.change_role(ben, "bookkeeper")

    stored = User.objects.get(username="ben")
    assert (stored.role, stored.session_epoch) == ("bookkeeper", 2)


def test_the_last_owner_can_neither_be_suspended_nor_lose_the_role(in_acme, ada, ben):
    with pytest.raises(LastOwner):
        users.suspend(ada)
    with pytest.raises(LastOwner):
        users.change_role(ada, "admin")
    assert User.objects.filter(role="owner", suspended_at=None).get() == ada

    member("amy", "Amy", "owner")
    users.suspend(ada)

    assert User.objects.get(username="ada").suspended_at is not None
