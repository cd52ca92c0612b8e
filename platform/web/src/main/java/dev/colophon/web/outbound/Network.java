package dev.colophon.web.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of addresses in CIDR notation (RFC 4632); an address alone is a range of one. */
final class Network {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*");

    private final byte[] base;
    private final int bits;

    private Network(byte[] base, int bits) {
        this.base = base;
        this.bits = bits;
    }

    /** Whether the text is an address or a network, and not a name. */
    static boolean isLiteral(String text) {
        return LITERAL.matcher(text.replaceFirst("/\\d{1,3}$", "")).matches();
    }

    /** @throws IllegalArgumentException for what is no network */
    static Network of(String text) {
        String[] parts = text.split("/", 2);
        if (!isLiteral(text)) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        try {
            byte[] base = InetAddress.getByName(parts[0]).getAddress();
            int bits = parts.length == 1 ? base.length * Byte.SIZE : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > base.length * Byte.SIZE) {
                throw new IllegalArgumentException("not a network: " + text);
            }
            return new Network(base, bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a network: " + text, e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != base.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((base[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
