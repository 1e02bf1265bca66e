"""Style sheets and scripts go out packed: a hall's network is slow, and `run --hall` has no proxy that would do it.

Only built files: a page that holds a token beside what somebody typed must not be packed (its size would tell).
"""

import gzip
from functools import lru_cache

from flask import Response, request

PACKED = {"text/css", "text/javascript", "image/svg+xml"}


def pack(response: Response) -> Response:
    """Compress a built file for a browser that can read it so."""
    if request.endpoint != "static" or response.mimetype not in PACKED:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    response.set_data(packed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the same content in other bytes
    return response


@lru_cache(maxsize=32)
def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
