package dev.colophon.messaging.inbox;

import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.UnreadableEventException;
import dev.colophon.messaging.InfrastructureFailures;
import dev.colophon.messaging.Traces;
import dev.colophon.messaging.deadletter.DeadLetters;
import dev.colophon.persistence.ClientTransactions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Handles a batch of records: each event once, one transaction a client, and no bad record in the way of a good one.
 *
 * <ul>
 *   <li>Unreadable records become dead letters at once.
 *   <li>A client's events are handled together. Where that fails they are handled one by one, each several times, and
 *       what still fails becomes a dead letter.
 *   <li>Where broker or database are away the batch is thrown back and comes again, for as long as it takes.
 * </ul>
 */
public final class EventListenerSupport {

    private record Received(ConsumerRecord<String, byte[]> source, Event<?> event) {}

    private final ClientTransactions transactions;
    private final Inbox inbox;
    private final DeadLetters deadLetters;
    private final Traces traces;
    private final InboxProperties settings;

    EventListenerSupport(
            ClientTransactions transactions,
            Inbox inbox,
            DeadLetters deadLetters,
            Traces traces,
            InboxProperties settings) {
        this.transactions = transactions;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.traces = traces;
        this.settings = settings;
    }

    /**
     * Blocks until every record is handled or put aside.
     *
     * @param consumer names who handles: it keys the inbox and names the dead-letter topic
     */
    public void handle(String consumer, List<ConsumerRecord<String, byte[]>> records, EventHandlers handlers) {
        Map<UUID, List<Received>> byClient = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> source : records) {
            Event<?> event = read(consumer, source);
            if (event != null && handlers.handles(event)) {
                byClient.computeIfAbsent(event.clientId().value(), client -> new ArrayList<>())
                        .add(new Received(source, event));
            }
        }
        byClient.values().forEach(received -> handleTogether(consumer, received, handlers));
    }

    private @Nullable Event<?> read(String consumer, ConsumerRecord<String, byte[]> source) {
        if (source.value() == null && EventCodec.typeOf(source.headers()).isEmpty()) {
            return null; // a tombstone is for the log cleaner
        }
        try {
            return EventCodec.read(source.headers(), source.value()).orElse(null);
        } catch (UnreadableEventException e) {
            deadLetters.put(consumer, source, e, 1);
            return null;
        }
    }

    private void handleTogether(String consumer, List<Received> received, EventHandlers handlers) {
        try {
            run(consumer, received.stream().<Event<?>>map(Received::event).toList(), handlers);
        } catch (RuntimeException e) {
            if (InfrastructureFailures.isOne(e)) {
                throw e;
            }
            received.forEach(one -> handleAlone(consumer, one, handlers));
        }
    }

    private void handleAlone(String consumer, Received received, EventHandlers handlers) {
        for (int attempt = 1; ; attempt++) {
            try {
                run(consumer, List.of(received.event()), handlers);
                return;
            } catch (RuntimeException e) {
                if (InfrastructureFailures.isOne(e)) {
                    throw e;
                }
                if (attempt >= settings.attempts() || e instanceof IllegalArgumentException) {
                    deadLetters.put(consumer, received.source(), e, attempt);
                    return;
                }
                Mono.delay(settings.backoff().multipliedBy(1L << (attempt - 1))).block();
            }
        }
    }

    private void run(String consumer, List<Event<?>> events, EventHandlers handlers) {
        Mono<Void> effect = inbox.unhandled(consumer, events)
                .flatMapMany(fresh -> Flux.fromIterable(runsOfOneType(fresh)))
                .concatMap(handlers::handle)
                .then();
        UUID clientId = events.get(0).clientId().value();
        try {
            traces.inSpan(consumer + " handle", events.get(0).traceparent(), transactions.inClient(clientId, effect))
                    .block(settings.timeout());
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).startsWith("Timeout on blocking read")) {
                throw new InfrastructureFailures.BlockedTooLongException("no end after " + settings.timeout(), e);
            }
            throw e;
        }
    }

    private static List<List<Event<?>>> runsOfOneType(List<Event<?>> events) {
        List<List<Event<?>>> runs = new ArrayList<>();
        Class<?> type = null;
        for (Event<?> event : events) {
            if (!event.payload().getClass().equals(type)) {
                runs.add(new ArrayList<>());
                type = event.payload().getClass();
            }
            runs.get(runs.size() - 1).add(event);
        }
        return runs;
    }
}
