"""The API as a Django app; its tables (clients, stored answers) live in the public schema only."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the API and its OpenAPI extensions."""

    name = "api"
    verbose_name = "Schnittstelle"

    def ready(self) -> None:
        """Let drf-spectacular find how our tokens and our strict objects are described."""
        from api.documentation import authentication, strictness  # noqa: F401 # reason: needs loaded models
