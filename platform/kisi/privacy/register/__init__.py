"""The processing register (Art. 30 (1) DSGVO), made of what the apps declare."""

from kisi.privacy.register.entries import Entry, Holding, Register, register_here
from kisi.privacy.register.printing import register_pdf

__all__ = ["Entry", "Holding", "Register", "register_here", "register_pdf"]
