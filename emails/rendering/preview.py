"""A kind of mail with its made-up sample, in the business's own brand."""

import base64
from datetime import timedelta

from emails.kinds import Facts, Kind
from emails.rendering.letters import Letter, letter
from emails.rendering.logo import LOGO_CID, logo_png
from emails.services.outbox import SEALED_FOR, subject_of
from tenants.kernel import clock
from tenants.kernel.scope import require_business
from tenants.links import business_url

_HOUR = timedelta(hours=1)


def preview(kind: Kind, facts: Facts | None = None) -> Letter:
    """Render a kind as its reader would get it now; the picture it would carry stands in the HTML itself.

    ``facts`` are told instead of those of the sample.
    """
    business = require_business()
    context, secret = {**kind.sample, **kind.sample_anew, **(facts or {})}, kind.sample_secret
    if "by_link" in context and business.welcome_by_link:
        context["by_link"], secret = True, business_url("/password/example/")
    until = (clock.now() + SEALED_FOR).replace(minute=0, second=0) + _HOUR
    written = letter(kind, subject=subject_of(kind, context), context=context, secret=secret, secret_until=until)
    png = logo_png(business)
    if png is None:
        return written
    picture = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return Letter(written.subject, written.html.replace(f"cid:{LOGO_CID}", picture), written.text)
