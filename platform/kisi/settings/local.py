"""Demo and development on one's own machine: plain HTTP on ``*.localhost``, embedded servers."""

from kisi.settings.base import *  # noqa: F403
