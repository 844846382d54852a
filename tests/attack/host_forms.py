"""Ways to name a host, as raw bytes of a request, and who may answer (T03)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HERE: Final = b"bensheim.kisi.localhost"
THERE: Final = b"butzbach.kisi.localhost"


@dataclass(frozen=True, slots=True)
class HostForm:
    """One request. ``may_answer``: the only town that may answer with 200, besides a 4xx; None: only a 4xx."""

    name: str
    message: bytes
    may_answer: str | None
    must_answer: bool = False


def _get(*headers: bytes, target: bytes = b"/where", version: bytes = b"HTTP/1.1") -> bytes:
    return b"\r\n".join([b"GET " + target + b" " + version, *headers, b"Connection: close", b"", b""])


def _host(value: bytes) -> bytes:
    return _get(b"Host: " + value)


def _right(name: str, message: bytes) -> HostForm:
    return HostForm(name, message, "bensheim", must_answer=True)


def _right_or_refused(name: str, message: bytes) -> HostForm:
    return HostForm(name, message, "bensheim")


def _refused(name: str, message: bytes) -> HostForm:
    return HostForm(name, message, None)


_RIGHT: Final = [
    _right("plain", _host(HERE)),
    _right("upper case", _host(HERE.upper())),
    _right("mixed case", _host(b"BensHeim.KISI.localHost")),
    _right("trailing dot", _host(HERE + b".")),
    _right("port", _host(HERE + b":8000")),
    _right("other port", _host(HERE + b":1")),
    _right("trailing dot and port", _host(HERE + b".:8000")),
    _right("spaces around", _get(b"Host:   " + HERE + b"  ")),
    _right("tab before", _get(b"Host:\t" + HERE)),
    _right("no space", _get(b"Host:" + HERE)),
    _right("header name in capitals", _get(b"HOST: " + HERE)),
    _right("absolute address without Host", _get(target=b"http://" + HERE + b"/where")),
    _right("absolute address in capitals", _get(b"Host: " + HERE, target=b"HTTP://" + HERE.upper() + b"/where")),
    _right("HTTP/1.0 with Host", _get(b"Host: " + HERE, version=b"HTTP/1.0")),
]

_OTHER_NAMES_DO_NOT_COUNT: Final = [
    # A front server in WSGI does not show the authority of an absolute address beside Host; a proxy rewrites Host.
    _right_or_refused("absolute address of another", _get(b"Host: " + HERE, target=b"http://" + THERE + b"/where")),
    _right_or_refused("https address of another", _get(b"Host: " + HERE, target=b"https://" + THERE + b"/where")),
    _right("X-Forwarded-Host", _get(b"Host: " + HERE, b"X-Forwarded-Host: " + THERE)),
    _right("X_Forwarded_Host", _get(b"Host: " + HERE, b"X_Forwarded_Host: " + THERE)),
    _right(
        "X-Forwarded-Host twice", _get(b"X-Forwarded-Host: " + THERE, b"Host: " + HERE, b"X-Forwarded-Host: " + THERE)
    ),
    _right("Forwarded", _get(b"Host: " + HERE, b"Forwarded: host=" + THERE)),
    _right("X-Forwarded-Server", _get(b"Host: " + HERE, b"X-Forwarded-Server: " + THERE)),
    _right("X-Host", _get(b"Host: " + HERE, b"X-Host: " + THERE)),
    _right("X-HTTP-Host-Override", _get(b"Host: " + HERE, b"X-HTTP-Host-Override: " + THERE)),
    _right("X-Original-Host", _get(b"Host: " + HERE, b"X-Original-Host: " + THERE)),
    _right("X-Original-URL", _get(b"Host: " + HERE, b"X-Original-URL: http://" + THERE + b"/where")),
    _right("X-Rewrite-URL", _get(b"Host: " + HERE, b"X-Rewrite-URL: http://" + THERE + b"/where")),
    _right("Http-Host", _get(b"Host: " + HERE, b"Http-Host: " + THERE)),
    _right(
        "Origin and Referer", _get(b"Host: " + HERE, b"Origin: http://" + THERE, b"Referer: http://" + THERE + b"/")
    ),
    _right("host in the query", _get(b"Host: " + HERE, target=b"/where?host=" + THERE)),
    _right(
        "SNI-like header",
        _get(b"Host: " + HERE, b"Server-Name: " + THERE, b":authority".replace(b":", b"X-") + b": " + THERE),
    ),
]

_TWO_NAMES: Final = [
    _right_or_refused("Host twice", _get(b"Host: " + HERE, b"Host: " + HERE)),
    _refused("Host twice, different", _get(b"Host: " + HERE, b"Host: " + THERE)),
    _refused("Host twice, different, turned round", _get(b"Host: " + THERE, b"Host: " + HERE)),
    _refused("list of hosts", _host(HERE + b", " + THERE)),
    _refused("two hosts by space", _host(HERE + b" " + THERE)),
    _refused("two hosts by semicolon", _host(HERE + b";" + THERE)),
    _refused("Host and host with space", _get(b"Host: " + HERE, b"Host : " + THERE)),
    _refused("folded header", _get(b"Host: " + HERE, b" " + THERE)),
    _refused("carriage return inside", _host(HERE + b"\rHost: " + THERE)),
    _refused("NUL inside", _host(HERE + b"\x00." + THERE)),
]

_NO_NAME_OF_OURS: Final = [
    _refused("none", _get()),
    _refused("none, HTTP/1.0", _get(version=b"HTTP/1.0")),
    _refused("empty", _host(b"")),
    _refused("only a port", _host(b":8000")),
    _refused("userinfo", _host(b"user@" + HERE)),
    _refused("another as userinfo", _host(THERE + b"@" + HERE)),
    _refused("userinfo with password", _host(b"a:b@" + HERE)),
    _refused("path", _host(HERE + b"/x")),
    _refused("query", _host(HERE + b"?x")),
    _refused("fragment", _host(HERE + b"#" + THERE)),
    _refused("backslash", _host(HERE + b"\\" + THERE)),
    _refused("percent-encoded dot", _host(b"bensheim%2ekisi%2elocalhost")),
    _refused("percent-encoded letter", _host(b"%62ensheim.kisi.localhost")),
    _refused("two trailing dots", _host(HERE + b"..")),
    _refused("leading dot", _host(b"." + HERE)),
    _refused("two dots inside", _host(b"bensheim..kisi.localhost")),
    _refused("port that is no number", _host(HERE + b":80x")),
    _refused("two ports", _host(HERE + b":80:80")),
    _refused("sub-domain of a town", _host(b"x." + HERE)),
    _refused("town as suffix of a label", _host(b"x" + HERE)),
    _refused("only the label", _host(b"bensheim")),
    _refused("other base domain", _host(b"bensheim.kisi.example")),
    _refused("base domain as prefix", _host(HERE + b".evil.example")),
    _refused("underscore", _host(b"bens_heim.kisi.localhost")),
    _refused("full-width dot", _host("bensheim．kisi．localhost".encode())),
    _refused("ideographic dot", _host("bensheim。kisi。localhost".encode())),
    _refused("Kelvin sign", _host("bensheim.\u212aisi.localhost".encode())),
    _refused("soft hyphen", _host("bens\u00adheim.kisi.localhost".encode())),
    _refused("Latin-1", _host(b"bensheim.kisi.localh\xf6st")),
    _refused("punycode", _host(b"xn--bensheim-.kisi.localhost")),
    _refused("quoted", _host(b'"' + HERE + b'"')),
    _refused("wildcard", _host(b"*.kisi.localhost")),
    _refused("SQL", _host(b"bensheim'--.kisi.localhost")),
    _refused("template", _host(b"{{bensheim}}.kisi.localhost")),
    _refused("loopback address", _host(b"127.0.0.1")),
    _refused("IPv6", _host(b"[::1]:8000")),
    _refused("broken IPv6", _host(b"[::1")),
    _refused("schema name", _host(b"m_0123456789abcd.kisi.localhost")),
    _refused("reserved name", _host(b"public.kisi.localhost")),
    _refused("very long", _host(b"a" * 5000 + b".kisi.localhost")),
    _refused("many labels", _host(b"a." * 120 + HERE)),
]

FORMS: Final = [*_RIGHT, *_OTHER_NAMES_DO_NOT_COUNT, *_TWO_NAMES, *_NO_NAME_OF_OURS]
