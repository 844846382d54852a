"""Build-time only: turning the public packages into the small files in ``data/``.

Nothing at run time imports this.
"""
