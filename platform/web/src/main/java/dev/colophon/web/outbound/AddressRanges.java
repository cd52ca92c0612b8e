package dev.colophon.web.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not public, by the special-purpose registries of RFC 6890. An IPv6 address that carries an IPv4
 * address (mapped, 6to4, NAT64) is judged by that one.
 */
final class AddressRanges {

    private record Range(Network network, String name) {}

    private static final List<Range> NOT_PUBLIC = List.of(
            range("0.0.0.0/8", "unspecified"),
            range("10.0.0.0/8", "private"),
            range("100.64.0.0/10", "private (carrier)"),
            range("127.0.0.0/8", "loopback"),
            range("169.254.169.254/32", "cloud metadata"),
            range("169.254.0.0/16", "link-local"),
            range("172.16.0.0/12", "private"),
            range("192.0.0.0/24", "reserved"),
            range("192.0.2.0/24", "reserved"),
            range("192.168.0.0/16", "private"),
            range("198.18.0.0/15", "reserved"),
            range("198.51.100.0/24", "reserved"),
            range("203.0.113.0/24", "reserved"),
            range("224.0.0.0/4", "multicast"),
            range("240.0.0.0/4", "reserved"),
            range("::/128", "unspecified"),
            range("::1/128", "loopback"),
            range("fc00::/7", "private (unique local)"),
            range("fe80::/10", "link-local"),
            range("fec0::/10", "private (site-local)"),
            range("ff00::/8", "multicast"),
            range("2001:db8::/32", "reserved"),
            range("100::/64", "reserved"));

    private static final Network SIX_TO_FOUR = Network.of("2002::/16");
    private static final Network NAT64 = Network.of("64:ff9b::/96");

    private AddressRanges() {}

    /** What kind of address it is, in one word; empty for a public one. */
    static Optional<String> kind(InetAddress address) {
        InetAddress judged = carried(address);
        return NOT_PUBLIC.stream()
                .filter(range -> range.network().contains(judged))
                .map(Range::name)
                .findFirst();
    }

    private static InetAddress carried(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address;
        }
        byte[] bytes = address.getAddress();
        if (SIX_TO_FOUR.contains(address)) {
            return of(Arrays.copyOfRange(bytes, 2, 6));
        }
        return NAT64.contains(address) ? of(Arrays.copyOfRange(bytes, 12, 16)) : address;
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Range range(String network, String name) {
        return new Range(Network.of(network), name);
    }
}
