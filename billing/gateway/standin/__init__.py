"""A stand-in for Stripe: a separate small HTTP server that speaks Stripe's API, for development and tests only.

    python -m billing.gateway.standin --port 0 --state DIR --webhook-url URL --webhook-secret S [--port-file F]
        [--webhook-host HOST] [--host ADDRESS] [--public-url URL]

The official SDK runs against it unchanged: any key that begins with `sk_test_` and `base_addresses={"api": URL}`.
It keeps everything in DIR (one SQLite file) and serves the hosted pages too: checkout, 3-D Secure, onboarding.
Parameters are checked against the SDK's own typed ones; answers have the fields of the SDK's resource classes.

What would change an amount and is not built is refused aloud (discounts, taxes, shipping, trials at the checkout,
tiers); changing a subscription makes no prorations, and application fees leave the merchant without reaching the
platform's balance. Everything else that Stripe knows and this does not is stored or ignored.

Test controls (JSON in and out; nothing like them exists at Stripe):

    GET  /_test/state                                  counts, clock, what is disturbed
    GET  /_test/objects?kind=charge[&account=acct_…]   everything of a kind, private keys left out
    GET  /_test/deliveries                             each delivery with its state, tries and last status
    GET  /_test/requests                               the last 1,000 API requests with status and idempotency key
    POST /_test/webhooks         {"duplicates": 3, "shuffle": 0.5, "delay": 2, "hold": true, "drop": 1}
                                 any of them; stays until changed: copies of each event, seconds of disorder,
                                 seconds of delay, hold back, how many next ones never come
    POST /_test/webhooks/release                       deliver what is held (in random order when shuffling)
    POST /_test/webhooks/flush   {"seconds": 10}       wait until every first try has been made
    POST /_test/webhooks/resend  {"event": "evt_…", "times": 2}
    POST /_test/faults           {"kind": "lost_answer", "count": 1, "match": "POST /v1/refunds"}
                                 kinds: lost_answer (the effect takes place, the connection closes), delay and
                                 hold (with "seconds"; hold while the idempotency key is taken), in_use (409: the
                                 key is another's), lock_timeout (429: the object is), 429, 500;
                                 `match` is the beginning of "METHOD /path"
    POST /_test/faults/clear
    POST /_test/clock            {"advance": 86400}    seconds; what falls due happens before the answer
    POST /_test/settle           {"payment_intent": "pi_…", "outcome": "succeed"}   or "fail"; all waiting bank
                                 debits when none is named, each as its account number says when no outcome is
    POST /_test/checkout         {"session": "cs_test_…", "card": "4242424242424242"}   pay without a browser;
                                 {"session": …, "debit": "000123456789"} by bank debit
    POST /_test/disputes         {"payment_intent": "pi_…", "amount": 500, "reason": "fraudulent"}   or "charge"
                                 {…, "inquiry": true} asks first and takes nothing
    POST /_test/disputes/decide  {"dispute": "dp_…", "outcome": "won"}   or "lost"
    POST /_test/disputes/move    {"dispute": "dp_…", "status": "warning_closed"}   or any other of Stripe's states
    POST /_test/accounts         {"account": "acct_…", "do": "enable"}   or "restrict"
    POST /_test/payouts          {"account": "acct_…"}   pay out what is available
"""
