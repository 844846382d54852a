"""The demo: municipalities on board with people who can sign in, made through the product's own actions.

Everything is decided by the seed and the installation's key, so a second start finds what it wants
already there and announces the same sign-ins.
"""
