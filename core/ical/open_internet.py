"""Which addresses are of the open internet, and which lead into a network of its own: a host's, its cloud's."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

# Ways through which an IPv4 address is reached by an IPv6 one.
_NAT64 = ip_network("64:ff9b::/96")
_NAT64_LOCAL = ip_network("64:ff9b:1::/48")
_INSIDE = tuple(  # what Python 3.11 takes for public
    map(
        ip_network,
        (
            "168.63.129.16/32",  # Azure's own services, on each of its machines
            "192.0.0.0/24",  # of protocols; Oracle's machines have their secrets at 192.0.0.192
            "192.88.99.0/24",  # relays of 6to4
            "fec0::/10",  # what site-local addresses were
            "::/96",  # IPv4 addresses in an old form
            "::ffff:0:0:0/96",  # the same, translated
            "2001::/23",  # of protocols
            "3fff::/20",  # documentation
            "5f00::/16",  # segment routing
            "100::/64",  # where everything is dropped
        ),
    )
)
_NAMES = re.compile(r"(?:.+\.)?(?:localhost|local|localdomain|internal|intranet|lan|home\.arpa)", re.IGNORECASE)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    within = _within(found) if isinstance(found, IPv6Address) else None
    if within is not None:
        return is_public(str(within))
    if any(found in network for network in _INSIDE):
        return False
    # is_global leaves out loopback, private, link-local, carrier-grade NAT, unspecified and documentation.
    return found.is_global and not found.is_multicast and not found.is_reserved and "%" not in address


def is_inside(host: str) -> bool:
    """Whether a host, as somebody has typed it, is plainly none of the open internet. Of names only a lookup tells.

    >>> is_inside("localhost"), is_inside("127.0.0.1"), is_inside("example.com")
    (True, True, False)
    """
    name = host.strip("[]").rstrip(".")
    is_number = ":" in name or re.fullmatch(r"[\d.]+|0x[\da-f.x]+", name, re.IGNORECASE) is not None
    return not is_public(name) if is_number else _NAMES.fullmatch(name) is not None


def _within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that this one leads to."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    assert isinstance(_NAT64, IPv6Network)
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return IPv4Address(0) if address in _NAT64_LOCAL else None  # whose network that is, only its own knows
