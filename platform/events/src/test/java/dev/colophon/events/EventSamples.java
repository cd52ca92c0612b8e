package dev.colophon.events;

import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.embedding.EmbeddingFailed;
import dev.colophon.events.embedding.EmbeddingGenerated;
import dev.colophon.events.embedding.EmbeddingRequested;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.metadata.MetadataFailed;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.events.project.ProjectUpdated;
import dev.colophon.events.source.SourceSynced;
import dev.colophon.events.source.WebhookReceived;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.events.usage.BudgetStateChanged;
import dev.colophon.events.usage.UsageAdjusted;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Events as a small team's project would cause them, with fixed ids and times. */
final class EventSamples {

    static final ClientId CLIENT = ClientId.of("0199c0de-0000-7000-8000-000000000001");
    private static final UUID PROJECT = UUID.fromString("0199c0de-0000-7000-8000-000000000002");
    private static final UUID ITEM = UUID.fromString("7a1f0f8e-6f0e-5c1b-9a53-0d3b5a1e7c11");
    private static final UUID SOURCE = UUID.fromString("0199c0de-0000-7000-8000-000000000003");
    private static final UUID REQUEST = UUID.fromString("0199c0de-0000-7000-8000-000000000004");
    private static final UUID ATTEMPT = UUID.fromString("0199c0de-0000-7000-8000-000000000005");
    private static final UUID CALL = UUID.fromString("0199c0de-0000-7000-8000-000000000006");
    private static final UUID ADJUSTMENT = UUID.fromString("5d0c1c1e-2f52-5a0e-9c3e-6b7f6c1a2b3c");
    private static final UUID EVENT = UUID.fromString("0199c0de-0000-7000-8000-0000000000ee");
    private static final UUID CAUSE = UUID.fromString("0199c0de-0000-7000-8000-0000000000cc");
    private static final Instant TIME = Instant.parse("2026-03-14T09:26:53.589793Z");

    private EventSamples() {}

    static List<EventPayload> payloads() {
        return List.of(
                new ProjectCreated(
                        CLIENT,
                        PROJECT,
                        "Lighthouse",
                        "Harbour traffic, \"live\"",
                        "Ünïcödé — 灯台 🚢\nline two",
                        true,
                        TIME),
                new ProjectUpdated(CLIENT, PROJECT, "Lighthouse", null, null, false, TIME),
                new ProjectDeleted(CLIENT, PROJECT, TIME),
                new MetadataRequested(CLIENT, PROJECT, REQUEST, true, "requested"),
                new MetadataGenerated(
                        CLIENT,
                        PROJECT,
                        REQUEST,
                        List.of("harbour traffic", "radar"),
                        "Tracks ships near a harbour.",
                        "intermediate",
                        0.875,
                        "colophon-local-1",
                        "metadata-1",
                        TIME),
                new MetadataFailed(CLIENT, PROJECT, REQUEST, "no_content", "the project says nothing yet", TIME),
                item(),
                new ItemRemoved(CLIENT, PROJECT, ITEM, 3, TIME),
                new SourceSynced(
                        CLIENT, PROJECT, SOURCE, "github", REQUEST, "succeeded", false, 120, 17, 102, 0, 1, TIME),
                new WebhookReceived(CLIENT, SOURCE, CALL, TIME),
                new EmbeddingRequested(CLIENT, PROJECT, ITEM, REQUEST, "backfill"),
                new EmbeddingGenerated(CLIENT, PROJECT, ITEM, 2, "all-minilm-l6-v2", 384, 1, TIME),
                new EmbeddingFailed(CLIENT, PROJECT, ITEM, 2, "all-minilm-l6-v2", 1, "rejected", TIME),
                new AiUsageObserved(
                        CLIENT,
                        ATTEMPT,
                        CALL,
                        1,
                        null,
                        PROJECT,
                        ITEM,
                        "embedding",
                        "local",
                        "all-minilm-l6-v2",
                        null,
                        12,
                        345L,
                        null,
                        false,
                        "succeeded",
                        17,
                        TIME),
                new AiUsageUnconfirmed(
                        CLIENT,
                        ATTEMPT,
                        CALL,
                        PROJECT,
                        null,
                        "metadata",
                        "openai",
                        "gpt-4o-mini",
                        345L,
                        new BigDecimal("0.0001230000"),
                        "lease_expired",
                        TIME,
                        TIME),
                new UsageAdjusted(
                        CLIENT,
                        ADJUSTMENT,
                        ATTEMPT,
                        new BigDecimal("-0.0000230000"),
                        new BigDecimal("0.0001230000"),
                        new BigDecimal("0.0001000000"),
                        "repriced",
                        "2-5f2b0c9d1e4a",
                        TIME),
                new ClientConfigured(CLIENT, "cost_limits", 4, limits(), TIME),
                new BudgetStateChanged(
                        CLIENT,
                        "project",
                        PROJECT,
                        "month",
                        LocalDate.parse("2026-03-01"),
                        "soft_exceeded",
                        new BigDecimal("10.00"),
                        null,
                        new BigDecimal("10.0000000001"),
                        new BigDecimal("0.0000000000"),
                        TIME));
    }

    /** The payload in an envelope with every attribute that a live event has. */
    static <P extends EventPayload> Event<P> event(P payload) {
        return new Event<>(
                EVENT,
                "/sample-service",
                TIME,
                payload,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                CAUSE,
                null,
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    private static ItemCaptured item() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("branch", "main");
        attributes.put("additions", "12");
        attributes.put("deletions", "3");
        return new ItemCaptured(
                CLIENT,
                PROJECT,
                ITEM,
                SOURCE,
                ItemKind.COMMIT,
                "9fceb02d0ae598e95dc970b74767f19372d61af8",
                2,
                "Steer by \\u0000 and other lights",
                "Steer by \\u0000 and other lights\n\n\tThe beam turns once in ten seconds.",
                1,
                1,
                null,
                "A. Keeper",
                "en",
                attributes,
                TIME,
                TIME);
    }

    private static Map<String, Object> limits() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("monthly_usd", new BigDecimal("100.0000000001"));
        values.put("on_limit", "degrade");
        values.put("alert_at", List.of(50, 80));
        values.put("owner", null);
        return values;
    }
}
