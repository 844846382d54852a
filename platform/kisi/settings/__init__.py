"""Settings: ``local`` (demo and development), ``production``, ``test`` – all resting on ``base``."""
