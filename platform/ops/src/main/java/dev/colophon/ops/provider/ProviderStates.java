package dev.colophon.ops.provider;

import java.util.List;

/** Tells how providers are doing; a bean of services that ask some. */
public interface ProviderStates {

    List<ProviderState> now();
}
