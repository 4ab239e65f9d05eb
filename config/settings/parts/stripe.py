"""Stripe, or what stands in for it: the code cannot tell, only these addresses differ."""

from config.settings.env import env

STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY", "sk_test_standin")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET", "whsec_standin")
STRIPE_API_BASE = env.text("STRIPE_API_BASE", "https://api.stripe.com")
STRIPE_PAGES = (
    ["https://checkout.stripe.com", "https://connect.stripe.com"]
    if STRIPE_API_BASE == "https://api.stripe.com"
    else [STRIPE_API_BASE]
)
"""Where a form may lead to: Chromium holds `form-action` against the redirect that answers it, too."""
STRIPE_GATEWAY = "billing.gateway.stripe.StripeGateway"
STRIPE_LIVE = STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))  # events of the other mode are refused
