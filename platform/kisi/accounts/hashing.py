"""How passwords are stored."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModerateArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: OWASP's recommended setting (Password Storage Cheat Sheet).

    Django's own setting takes 100 MiB and eight lanes a sign-in, with which a handful of sign-in
    attempts at once would exhaust a small server.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
