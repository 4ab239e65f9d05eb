"""From a message to what goes over SMTP: the business's brand, its words, its logo. Renders only; writes nothing."""
