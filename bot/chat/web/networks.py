"""Addresses of visitors: what one of them stands for, and which are those of our proxies."""

import ipaddress

__all__ = ["Proxies", "network_of", "plain"]

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MAX_CHARACTERS = 64
"""Of what a proxy calls a client and is no address."""
_SUBSCRIBER_BITS = 64
_MAPPED = ipaddress.IPv6Address("::ffff:0:0")
_MAPPED_BITS = 96


def plain(host: str) -> str:
    """Return the address as it is known: an IPv4 address that came over IPv6 (`::ffff:192.0.2.1`) is itself."""
    address = _address(host)
    return host[:_MAX_CHARACTERS] if address is None else str(address)


def network_of(host: str) -> str:
    """Return what one subscriber has: the IPv4 address, or the /64 network of the IPv6 address."""
    address = _address(host)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(address), _SUBSCRIBER_BITS), strict=False))
    return plain(host)


class Proxies:
    """The proxies in front, from addresses and networks separated by commas."""

    def __init__(self, listed: str) -> None:
        parts = (part.strip() for part in listed.split(","))
        self._networks = tuple(_plain_network(ipaddress.ip_network(part)) for part in parts if part)

    def __contains__(self, host: str) -> bool:
        address = _address(host)
        return address is not None and any(address in network for network in self._networks)

    @property
    def spellings(self) -> list[str]:
        """The networks as uvicorn compares them, each of IPv4 also as it comes over IPv6."""
        return [str(spelled) for network in self._networks for spelled in (network, *_mapped(network))]


def _address(host: str) -> _Address | None:
    try:
        address = ipaddress.ip_address(host[:_MAX_CHARACTERS])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address
    return address


def _plain_network(network: _Network) -> _Network:
    """Return the network of IPv4 that one of IPv6 stands for, or the network itself."""
    bits = network.prefixlen - _MAPPED_BITS
    mapped = getattr(network.network_address, "ipv4_mapped", None)
    return network if mapped is None or bits < 0 else ipaddress.IPv4Network((int(mapped), bits))


def _mapped(network: _Network) -> list[ipaddress.IPv6Network]:
    if isinstance(network, ipaddress.IPv6Network):
        return []
    first = int(_MAPPED) + int(network.network_address)
    return [ipaddress.IPv6Network((first, _MAPPED_BITS + network.prefixlen))]
