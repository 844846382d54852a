"""What can go wrong with a server process; every message is a German sentence meant for the screen."""


class ServerError(Exception):
    """A server could not be prepared, started or stopped; the text says why and what helps."""
