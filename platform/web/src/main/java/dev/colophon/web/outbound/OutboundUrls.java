package dev.colophon.web.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps clients from sending the product to addresses inside its own network: every address that a host's name stands for
 * must be public, or allowed by the operator. Names are resolved, which blocks; and may stand for something else a moment
 * later, so a caller checks before each connection and not only when the address is configured.
 */
public final class OutboundUrls {

    private static final int MAX_LENGTH = 2_000;

    /** Resolves a name to all its addresses. */
    interface Resolver {

        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final List<AllowedTarget> allowed;
    private final Resolver resolver;

    /** @param allowedPrivate {@code host}, {@code host:port} or networks that may be called though they are not public */
    public OutboundUrls(List<String> allowedPrivate) {
        this(allowedPrivate, InetAddress::getAllByName);
    }

    OutboundUrls(List<String> allowedPrivate, Resolver resolver) {
        this.allowed = allowedPrivate.stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(AllowedTarget::of)
                .toList();
        this.resolver = resolver;
    }

    /**
     * Refuses an address that must not be called. Blocks while the name is resolved.
     *
     * @throws RefusedUrlException saying why
     */
    public void check(URI url) {
        String scheme = url.getScheme();
        if (scheme == null || !(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))) {
            throw new RefusedUrlException("must begin with https:// or http://");
        }
        if (url.getRawUserInfo() != null) {
            throw new RefusedUrlException("must not carry a user or password");
        }
        String host = hostOf(url);
        int port = url.getPort() < 0 ? (scheme.equalsIgnoreCase("https") ? 443 : 80) : url.getPort();
        if (port == 0 || port > 65_535) {
            throw new RefusedUrlException("has no valid port");
        }
        if (allowed.stream().anyMatch(target -> target.admitsName(host, port))) {
            return;
        }
        for (InetAddress address : resolved(host)) {
            refuseUnlessPublic(host, port, address);
        }
    }

    /**
     * As {@link #check(URI)}, for a text.
     *
     * @return the text as an address
     * @throws RefusedUrlException saying why
     */
    public URI check(String url) {
        if (url.length() > MAX_LENGTH) {
            throw new RefusedUrlException("must have at most " + MAX_LENGTH + " characters");
        }
        try {
            URI parsed = new URI(url);
            check(parsed);
            return parsed;
        } catch (URISyntaxException e) {
            throw new RefusedUrlException("is not a URL");
        }
    }

    private static String hostOf(URI url) {
        @Nullable String host = url.getHost();
        if (host == null || host.isEmpty()) {
            throw new RefusedUrlException("names no host");
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return bare.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    private InetAddress[] resolved(String host) {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new RefusedUrlException("the host " + host + " is not known");
        }
    }

    private void refuseUnlessPublic(String host, int port, InetAddress address) {
        AddressRanges.kind(address).ifPresent(kind -> {
            if (allowed.stream().noneMatch(target -> target.admitsAddress(address, port))) {
                String who =
                        host.equals(address.getHostAddress()) ? host : host + " (" + address.getHostAddress() + ")";
                throw new RefusedUrlException(
                        "the host " + who + " has a " + kind + " address, which the operator has not allowed");
            }
        });
    }

    /** An entry of the operator's list: a name or a network, on one port or on all. */
    private record AllowedTarget(
            @Nullable String name, @Nullable Network network, int port) {

        static AllowedTarget of(String entry) {
            String text = entry.toLowerCase(Locale.ROOT);
            if (Network.isLiteral(text) && (text.indexOf(':') < 0 || text.indexOf(':') != text.lastIndexOf(':'))) {
                return new AllowedTarget(null, Network.of(text), 0);
            }
            int colon = text.lastIndexOf(':');
            int port = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
            String host = (colon < 0 ? text : text.substring(0, colon)).replaceAll("[\\[\\]]", "");
            return Network.isLiteral(host)
                    ? new AllowedTarget(null, Network.of(host), port)
                    : new AllowedTarget(host, null, port);
        }

        boolean admitsName(String host, int target) {
            return host.equals(name) && (port == 0 || port == target);
        }

        boolean admitsAddress(InetAddress address, int target) {
            return network != null && network.contains(address) && (port == 0 || port == target);
        }
    }
}
