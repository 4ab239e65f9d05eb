"""Exit 0 when this container's web process can serve: asks loopback, with the base domain as Host."""

import http.client
import os
import sys


def main() -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    try:
        connection.request("GET", "/readyz", headers={"Host": os.environ["BASE_DOMAIN"], "X-Forwarded-Proto": "https"})
        return int(connection.getresponse().status != http.HTTPStatus.OK)
    except OSError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
