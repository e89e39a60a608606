"""A host's name → the network addresses to connect to. Promise: none of them where it must not go.

A server's page may send us anywhere: to this machine, its network, or a cloud's metadata service.
One private address among several refuses them all.
"""

import socket
import threading
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from pipeline.fetching.targets import Target
from pipeline.fetching.wires import Clock, FetchError
from pipeline.values import value

_Found: TypeAlias = "list[Any] | OSError | UnicodeError"  # what getaddrinfo gives, or raises
_OPEN = ip_network("2000::/3")  # all of IPv6 that has been given out to the public
_CLOSED = (ip_network("3fff::/20"), ip_network("192.88.99.0/24"))  # RFC 9637, RFC 7526
_SHARED = ip_network("100.64.0.0/10")  # RFC 6598: behind a provider's NAT
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: IPv4 in the last four bytes
_METADATA = frozenset(
    ip_address(each)
    for each in ("169.254.169.254", "169.254.170.2", "fd00:ec2::254", "100.100.100.200")
) | {ip_address("168.63.129.16"), ip_address("192.0.0.192")}  # Azure's and Oracle's
_LOCAL = ("private", "loopback", "link-local", "provider-internal", "unspecified")


@value
class Address:
    """A network address, ready for `socket.connect`."""

    family: int
    place: Any  # the tuple that this family takes
    text: str


def looked_up(target: Target, clock: Clock, *, allow_private: bool) -> list[Address]:
    """Look a host up, once. Raises FetchError: not found, or one that must not be connected to."""
    found = [
        Address(family=family, place=place, text=str(place[0]))
        for family, _, _, _, place in _answered(target, clock)
        if family in {socket.AF_INET, socket.AF_INET6}
    ]
    if not found:
        raise FetchError(f"{target.host} has no address — check it")
    for address in found:
        _judge(target.host, address.text, allow_private=allow_private)
    return found


def kind(address: IPv4Address | IPv6Address) -> str:
    """Why an address is not for the public, in a word or two; empty when it is."""
    if inner := _inner(address):
        return kind(inner)
    return next((why for why, holds in _KINDS.items() if holds(address)), "")


def _reserved(address: IPv4Address | IPv6Address) -> bool:
    unopened = isinstance(address, IPv6Address) and address not in _OPEN
    return address.is_reserved or unopened or any(address in closed for closed in _CLOSED)


def _private(address: IPv4Address | IPv6Address) -> bool:
    old = isinstance(address, IPv6Address) and address.is_site_local  # RFC 3879
    return old or (address.is_private and not address.is_reserved)


_KINDS: Mapping[str, Callable[[IPv4Address | IPv6Address], bool]] = {  # the first one counts
    "cloud's metadata": lambda address: address in _METADATA,
    "multicast": lambda address: address.is_multicast,
    "unspecified": lambda address: address.is_unspecified,
    "loopback": lambda address: address.is_loopback,
    "link-local": lambda address: address.is_link_local,
    "provider-internal": lambda address: address in _SHARED,
    "private": _private,
    "reserved": _reserved,
}


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _judge(host: str, text: str, *, allow_private: bool) -> None:
    why = kind(ip_address(text.partition("%")[0]))
    if not why or (allow_private and why in _LOCAL):
        return
    advice = "say --allow-private if you mean it" if why in _LOCAL else "check the address"
    where = host if host == text else f"{host} ({text})"
    raise FetchError(f"{where} is a {why} address — {advice}")


def _answered(target: Target, clock: Clock) -> list[Any]:
    """What getaddrinfo finds, in time: it knows no timeout, so it gets a thread to hang in."""
    answers: SimpleQueue[_Found] = SimpleQueue()
    threading.Thread(target=_look_up, args=(target, answers), daemon=True).start()
    try:
        found = answers.get(timeout=clock.left())
    except (Empty, TimeoutError) as error:
        raise FetchError(
            f"{target.host} could not be looked up in {clock.seconds:g} s — try again later"
        ) from error
    if isinstance(found, list):
        return found
    raise FetchError(
        f"{target.host} is not found ({_reason(found)}) — check the address and the network"
    ) from found


def _look_up(target: Target, answers: "SimpleQueue[_Found]") -> None:
    try:
        answers.put(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        answers.put(error)


def _reason(error: OSError | UnicodeError) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)
