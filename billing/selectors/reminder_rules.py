from billing.models import ReminderRules


def reminder_rules() -> ReminderRules:
    """Return the business's rules; as they are from the start while nobody has changed any."""
    return ReminderRules.as_it_is()
