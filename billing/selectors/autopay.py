"""Autopay as it stands: who has agreed to it, in what words, and whether a card can be charged."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import AutopayConsent, AutopayRules, SavedCard
from billing.selectors.cards import usable_cards
from billing.selectors.given_up import given_up_contacts
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True)
class Terms:
    """What a customer is asked to agree to; ``digest`` comes back with the answer and says what was read."""

    text: str
    card: SavedCard

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def autopay_rules() -> AutopayRules:
    """Return what the business has decided, or what holds while it has decided nothing."""
    return AutopayRules.as_it_is()


def is_offered() -> bool:
    """Say whether cards can be saved and charged by themselves at all."""
    return require_business().charges_enabled and autopay_rules().is_offered


def autopay_contact_ids(contact_ids: Iterable[int] | None = None) -> set[int]:
    """Return the contacts who pay by themselves: an active consent, and a default card that can be charged.

    Nobody who is archived does: see chargeable_consent_of.

    Whose card could not pay what is still due is not among them: they have to be asked like everybody else.
    """
    if not is_offered():
        return set()
    ids = None if contact_ids is None else list(contact_ids)
    usable = usable_cards(ids).values("contact")
    agreed = AutopayConsent.objects.filter(ended_at=None, contact__in=usable, contact__archived_at=None)
    return set(agreed.values_list("contact_id", flat=True)) - given_up_contacts(ids)


def consent_of(contact_id: int) -> AutopayConsent | None:
    """Return the consent in force."""
    return AutopayConsent.objects.select_related("card", "contact").filter(contact_id=contact_id, ended_at=None).first()


def chargeable_consent_of(contact_id: int) -> AutopayConsent | None:
    """Return the consent by which a card may be charged now: none of a contact who is archived.

    The customer's word outlives the archive. But nobody looks at whom they have put away: a wrong charge would be taken
    and not be seen. So nothing happens there by itself, as with reminders, late fees and what recurs; what is due stays
    payable, and once the contact is restored the word counts again.
    """
    found = consent_of(contact_id)
    return None if found is None or found.contact.is_archived else found


def waits_for_card(contact_id: int) -> bool:
    """Say whether somebody who has agreed has no card that can be charged: it is gone, or has expired."""
    usable = usable_cards([contact_id]).values("contact")
    agreed = AutopayConsent.objects.filter(contact_id=contact_id, ended_at=None)
    return agreed.exclude(contact__in=usable).exists() and is_offered()


def consent_count() -> int:
    """Return how many customers have agreed, whether or not a card of theirs can be charged."""
    return AutopayConsent.objects.filter(ended_at=None).count()


def consents_of(contact_id: int) -> list[AutopayConsent]:
    """Return every consent that a contact has given, the newest first."""
    return list(AutopayConsent.objects.filter(contact_id=contact_id).order_by("-pk"))


def terms_for(contact_id: int) -> Terms | None:
    """Return what the contact would agree to now; None while there is no card that could be charged."""
    card = usable_cards([contact_id]).first()
    if card is None or not is_offered():
        return None
    business, rules = require_business().name, autopay_rules()
    sentences = [
        _("I allow %(business)s to charge my default card, at this time %(card)s, without asking me each time.")
        % {"business": business, "card": card.label},
        _when(rules.days_after_due),
        _("What should have been paid already is charged on the next morning."),
        _announced(rules.announce_days),
        _("If a charge does not go through it is tried again a few times; each amount is charged once."),
        _("I can withdraw this at any time under Cards, and nothing more is charged from then on."),
    ]
    return Terms(" ".join(sentence for sentence in sentences if sentence), card)


def _when(days: int) -> str:
    if days == 0:
        return _("It is charged on the day on which something on my account falls due.")
    if days > 0:
        return ngettext(
            "It is charged %(days)d day after something on my account has fallen due.",
            "It is charged %(days)d days after something on my account has fallen due.",
            days,
        ) % {"days": days}
    return ngettext(
        "It is charged %(days)d day before something on my account falls due.",
        "It is charged %(days)d days before something on my account falls due.",
        -days,
    ) % {"days": -days}


def _announced(days: int) -> str:
    if not days:
        return ""
    return ngettext(
        "What is known %(days)d day before is announced to me by e-mail, with its amount.",
        "What is known %(days)d days before is announced to me by e-mail, with its amount.",
        days,
    ) % {"days": days}
