package dev.colophon.usage.integration;

import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Knows where else an integration is named, so that none is deleted that something still relies on. */
public interface IntegrationReferences {

    /** Where the integration is named, in words, in the client's transaction; empty where nowhere. */
    Mono<List<String>> to(UUID integrationId);
}
