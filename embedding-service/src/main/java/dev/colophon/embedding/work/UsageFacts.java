package dev.colophon.embedding.work;

import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.OutgoingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a batch was worth: per project one fact for the texts that were embedded and one for those that were known. */
final class UsageFacts {

    static final String OPERATION = "embedding";

    private UsageFacts() {}

    /**
     * What the model that runs here read, and what was known. Of what a client's account was asked, whoever asked has told.
     *
     * @param took the wall time of the whole batch, of which each project is given its share by tokens
     */
    static List<OutgoingEvent> of(
            ServedSpace served, UUID clientId, List<Outcome.Embedded> outcomes, Duration took, Instant now) {
        EmbeddingSpace space = served.space();
        List<Outcome.Embedded> embedded = served.isLocal()
                ? outcomes
                : outcomes.stream().filter(Outcome.Embedded::cached).toList();
        long all = Math.max(
                1, embedded.stream().mapToLong(Outcome.Embedded::tokens).sum());
        Map<UUID, List<Outcome.Embedded>> byProject = embedded.stream()
                .collect(Collectors.groupingBy(one -> one.chunk().projectId()));
        List<OutgoingEvent> facts = new ArrayList<>();
        byProject.forEach((project, ours) -> {
            Map<Boolean, List<Outcome.Embedded>> cached =
                    ours.stream().collect(Collectors.partitioningBy(Outcome.Embedded::cached));
            cached.forEach((hit, some) -> {
                if (!some.isEmpty()) {
                    long tokens =
                            some.stream().mapToLong(Outcome.Embedded::tokens).sum();
                    AiUsageObserved fact = observed(
                            space,
                            clientId,
                            project,
                            some.size(),
                            tokens,
                            hit,
                            "succeeded",
                            took.toMillis() * tokens / all,
                            now);
                    facts.add(OutgoingEvent.of(fact, some.get(0).chunk().work().traceparent()));
                }
            });
        });
        return facts;
    }

    /** A text that the model that runs here refused. */
    static List<OutgoingEvent> of(Outcome.Failed failed, Instant now) {
        PendingChunk chunk = failed.chunk();
        if (!chunk.target().isLocal()) {
            return List.of();
        }
        AiUsageObserved fact =
                observed(chunk.target().space(), chunk.clientId(), chunk.projectId(), 1, 0, false, "failed", 0, now);
        return List.of(OutgoingEvent.of(fact, chunk.work().traceparent()));
    }

    private static AiUsageObserved observed(
            EmbeddingSpace space,
            UUID clientId,
            UUID projectId,
            int texts,
            long tokens,
            boolean cacheHit,
            String outcome,
            long millis,
            Instant now) {
        UUID attempt = Ids.newId();
        return new AiUsageObserved(
                new ClientId(clientId),
                attempt,
                attempt,
                1,
                null,
                projectId,
                null,
                OPERATION,
                space.provider(),
                space.model(),
                null,
                texts,
                tokens,
                0L,
                cacheHit,
                outcome,
                millis,
                now);
    }
}
