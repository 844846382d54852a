"""The Celery app is found from every thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from celery import current_app
from celery._state import _tls

from kisi.celery import app


def test_threads_publish_to_our_broker() -> None:
    """A web process answers in threads that never imported the app; stock Celery gives them an empty default one."""

    def app_of_a_fresh_thread() -> object:
        _tls.current_app = None
        return current_app._get_current_object()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(app_of_a_fresh_thread).result() is app
