"""What the servers that stories start on this machine have in common."""

import json
from http.server import BaseHTTPRequestHandler


class JsonDesk(BaseHTTPRequestHandler):
    """Answers in JSON, and says nothing to the terminal."""

    def says(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The report of a story is its own."""
