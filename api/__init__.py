"""The machine door of the platform. Nothing imports it but the composition root."""
