"""Outgoing e-mail: a row in the transaction that causes it, sent afterwards, tried again, never lost.

Other apps write a ``Letter`` and call ``kisi.mail.outbox.post``.
"""
