"""The API: DRF as little as possible, limits, and what the schema says of itself."""

from config.settings.env import env

API_CALLS_PER_MINUTE = env.number("API_CALLS_PER_MINUTE", 1200)  # of one business
API_CALLS_PER_MINUTE_AND_CALLER = env.number("API_CALLS_PER_MINUTE_AND_CALLER", 600)

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,  # Django's AnonymousUser lives in an app that is not installed
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "API",
    "VERSION": "1",
    "DESCRIPTION": (
        "Contacts, products, charges, payments, updates and corrections, under the rules of the business's pages.\n\n"
        "Amounts are whole numbers of the currency's smallest unit, instants ISO 8601 with their offset. Lists come in "
        "pages: send `next` as `cursor`. Every refusal has the shape of `ProblemBody`. A POST with an "
        "`Idempotency-Key` is done once, however often it is sent."
    ),
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "ENUM_NAME_OVERRIDES": {
        "ContactKind": "crm.models.contact.Contact.Kind",
        "CorrectionState": "crm.models.correction.Correction.State",
        "UpdateKind": "crm.models.update.Update.Kind",
        "UpdateAudience": "crm.models.update.Update.Audience",
        "UpdateState": "crm.models.update.Update.State",
        "PortalState": "crm.selectors.access.PortalState",
        "ProductKind": "billing.models.product.Product.Kind",
        "ChargeInterval": "billing.models.product.Product.Interval",
        "ChargeState": "billing.models.charge.Charge.State",
        "PaymentState": "billing.models.payment.Payment.State",
        "PaymentMethod": "billing.models.payment.Payment.Method",
    },
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
