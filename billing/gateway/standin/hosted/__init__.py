"""The pages that Stripe would host: checkout, 3-D Secure, onboarding, receipt. Each says TEST."""
