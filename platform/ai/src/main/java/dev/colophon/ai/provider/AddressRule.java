package dev.colophon.ai.provider;

import java.net.URI;

/** Decides, before every request, whether an address may be sent to. */
@FunctionalInterface
public interface AddressRule {

    /** Addresses that the operator configured need no rule. */
    AddressRule ANY = address -> {};

    /** Throws where nothing may be sent to {@code address}; the message says why. */
    void check(URI address);
}
