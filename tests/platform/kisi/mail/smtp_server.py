"""A mail server for tests: speaks enough SMTP to take a message, or to refuse it."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it is sent in ``received``; answers RCPT with ``answer``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[EmailMessage] = []
        self.answer = "250 OK"

    @property
    def mailers(self) -> dict[str, Any]:
        """Django's setting that sends here."""
        options = {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


class Conversation(socketserver.StreamRequestHandler):
    """One SMTP session."""

    server: MailServer

    def handle(self) -> None:
        """Answer every command until QUIT."""
        self.say("220 test")
        for line in self.rfile:
            command = line.strip().upper()
            if command == b"DATA":
                self.say("354 go on")
                self.take_message()
                self.say("250 OK")
            elif command == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say(self.server.answer if command.startswith(b"RCPT") else "250 OK")

    def take_message(self) -> None:
        """Read up to the lone dot."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.received.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))  # type: ignore[arg-type]

    def say(self, text: str) -> None:
        """One line."""
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running server."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
