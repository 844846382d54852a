"""Requests to addresses that somebody typed in: they reach the internet and nothing else (THREATS.md T32).

The address is checked where the connection is made, after the name was resolved, and exactly the
checked address is connected to. So neither a redirect nor a name that resolves differently a moment
later leads into the own network.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
LARGEST: Final = 1_000_000
"""Bytes of an answer that are read."""


class AddressRefused(requests.ConnectionError):
    """The name leads to an address that may not be asked."""


def checked_address(host: str, port: int, permitted: Sequence[Network]) -> str:
    """The first address of a host that may be asked: a public one, or one in a permitted network.

    Raises ``AddressRefused`` when there is none.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise AddressRefused(f"{host} is unknown") from error
    for _family, _type, _protocol, _name, address in found:
        if is_permitted(str(address[0]), permitted):
            return str(address[0])
    raise AddressRefused(f"{host} is not a public address")


def is_permitted(text: str, permitted: Sequence[Network]) -> bool:
    """Whether an address is public, or expressly permitted. IPv4 in IPv6's clothes is judged as IPv4."""
    address = _plain(ipaddress.ip_address(text.partition("%")[0]))
    if any(address in network for network in permitted if network.version == address.version):
        return True
    return address.is_global and not address.is_multicast


def _plain(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


class _Checked:
    """Mixin for urllib3's connections: resolve, check, connect to what was checked."""

    permitted: Sequence[Network] = ()

    def _new_conn(self) -> socket.socket:
        connection: Any = self
        name = connection._dns_host
        connection._dns_host = checked_address(name, connection.port, self.permitted)
        try:
            return super()._new_conn()  # type: ignore[misc]
        finally:
            # TLS goes on to check the certificate against the name.
            connection._dns_host = name


class GuardedAdapter(HTTPAdapter):
    """The transport of ``guarded_session``."""

    def __init__(self, permitted: Sequence[Network]) -> None:
        self._pools = _pools(permitted)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """urllib3's pools with our connections in them."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools


def _pools(permitted: Sequence[Network]) -> dict[str, type[HTTPConnectionPool]]:
    plain = type("CheckedHTTPConnection", (_Checked, HTTPConnection), {"permitted": permitted})
    secure = type("CheckedHTTPSConnection", (_Checked, HTTPSConnection), {"permitted": permitted})
    return {
        "http": type("CheckedHTTPPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("CheckedHTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


def guarded_session(*, permitted: Sequence[Network] = (), is_http_allowed: bool = False) -> requests.Session:
    """A session for addresses from outside: HTTPS, public addresses (or ``permitted`` ones), three redirects.

    Refusals are ``requests.RequestException``, as every other failure.
    """
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 3
    session.adapters.clear()
    adapter = GuardedAdapter(permitted)
    session.mount("https://", adapter)
    if is_http_allowed:
        session.mount("http://", adapter)
    session.hooks["response"].append(_refuse_large)
    return session


def _refuse_large(response: requests.Response, **_options: Any) -> None:
    """Read the answer here, up to the limit: ``requests`` itself would read all of it."""
    body = response.raw.read(LARGEST + 1, decode_content=True)
    if len(body) > LARGEST:
        raise requests.exceptions.ContentDecodingError("the answer is too large")
    response._content = body
    response._content_consumed = True
