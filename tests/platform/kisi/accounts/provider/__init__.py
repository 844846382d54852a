"""A real OpenID Connect provider for tests: django-oauth-toolkit's own, in a process of its own."""
