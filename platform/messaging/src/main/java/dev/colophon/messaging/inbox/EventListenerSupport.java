package dev.colophon.messaging.inbox;

import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.UnreadableEventException;
import dev.colophon.messaging.InfrastructureFailures;
import dev.colophon.messaging.LiveTraffic;
import dev.colophon.messaging.Traces;
import dev.colophon.messaging.deadletter.DeadLetters;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.telemetry.log.LogContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Handles a batch of records: each event once, one transaction a client, and no bad record in the way of a good one.
 *
 * <ul>
 *   <li>Unreadable records become dead letters at once.
 *   <li>A client's events are handled together, those of a replay in its {@link ReplayContext}. Where that fails they are handled one by one, each several times, and
 *       what still fails becomes a dead letter.
 *   <li>Where broker or database are away the batch is thrown back and comes again, for as long as it takes.
 * </ul>
 */
public final class EventListenerSupport {

    private record Received(ConsumerRecord<String, byte[]> source, Event<?> event) {}

    private record Failed(Received received, RuntimeException cause) {}

    private final ClientTransactions transactions;
    private final Inbox inbox;
    private final DeadLetters deadLetters;
    private final Traces traces;
    private final LiveTraffic liveTraffic;
    private final InboxProperties settings;
    private final InboxMetrics metrics;

    EventListenerSupport(
            ClientTransactions transactions,
            Inbox inbox,
            DeadLetters deadLetters,
            Traces traces,
            LiveTraffic liveTraffic,
            InboxProperties settings,
            InboxMetrics metrics) {
        this.transactions = transactions;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.traces = traces;
        this.liveTraffic = liveTraffic;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** As {@link #handle(String, List, EventHandlers)}, with what comes before and after. */
    public void handle(String consumer, List<ConsumerRecord<String, byte[]>> records, TopicHandlers handlers) {
        handlers.beforehand().block(settings.timeout());
        handle(consumer, records, handlers.handlers());
        handlers.afterwards();
    }

    /**
     * Blocks until every record is handled or put aside.
     *
     * @param consumer names who handles: it keys the inbox and names the dead-letter topic
     */
    public void handle(String consumer, List<ConsumerRecord<String, byte[]>> records, EventHandlers handlers) {
        Map<UUID, List<Received>> byClient = new LinkedHashMap<>();
        boolean live = false;
        for (ConsumerRecord<String, byte[]> source : records) {
            Event<?> event = read(consumer, source);
            if (event != null && handlers.handles(event)) {
                live |= event.replayId() == null;
                byClient.computeIfAbsent(event.clientId().value(), client -> new ArrayList<>())
                        .add(new Received(source, event));
            }
        }
        liveTraffic.during(live, () -> {
            List<Failed> failed = byClient.values().stream()
                    .flatMap(received ->
                            runsOfOne(
                                    received,
                                    one -> Optional.ofNullable(one.event().replayId()))
                                    .stream())
                    .flatMap(run -> handleTogether(consumer, run, handlers).stream())
                    .toList();
            tryAgain(consumer, failed, handlers);
        });
        byClient.values()
                .forEach(received ->
                        metrics.handled(received.stream().map(Received::source).toList()));
    }

    /**
     * Handles a record again that was put aside: once, unless it was handled after all. Blocks; what makes it fail is thrown.
     *
     * @throws UnreadableEventException where it still is no event
     */
    public void handleAgain(String consumer, ConsumerRecord<String, byte[]> record, EventHandlers handlers) {
        Event<?> event = EventCodec.read(record.headers(), record.value())
                .filter(handlers::handles)
                .orElseThrow(() -> new IllegalArgumentException("nothing here handles events of this type"));
        run(consumer, List.of(event), handlers);
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

    /** Gives those that failed alone, after all of them failed together. */
    private List<Failed> handleTogether(String consumer, List<Received> received, EventHandlers handlers) {
        try {
            run(consumer, received.stream().<Event<?>>map(Received::event).toList(), handlers);
            return List.of();
        } catch (RuntimeException e) {
            if (InfrastructureFailures.isOne(e)) {
                throw e;
            }
            return handleAlone(consumer, received, handlers);
        }
    }

    private List<Failed> handleAlone(String consumer, List<Received> received, EventHandlers handlers) {
        List<Failed> failed = new ArrayList<>();
        for (Received one : received) {
            try {
                run(consumer, List.of(one.event()), handlers);
            } catch (RuntimeException e) {
                if (InfrastructureFailures.isOne(e)) {
                    throw e;
                }
                failed.add(new Failed(one, e));
            }
        }
        return failed;
    }

    /** All that failed is tried again after one pause: a pause for each would keep the good ones of later batches waiting. */
    private void tryAgain(String consumer, List<Failed> failed, EventHandlers handlers) {
        List<Failed> left = failed;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            List<Received> again = new ArrayList<>();
            for (Failed each : left) {
                if (attempt >= settings.attempts() || each.cause() instanceof IllegalArgumentException) {
                    deadLetters.put(consumer, each.received().source(), each.cause(), attempt);
                } else {
                    again.add(each.received());
                }
            }
            if (again.isEmpty()) {
                return;
            }
            Mono.delay(settings.backoff().multipliedBy(1L << (attempt - 1))).block();
            left = handleAlone(consumer, again, handlers);
        }
    }

    private void run(String consumer, List<Event<?>> events, EventHandlers handlers) {
        Mono<Void> effect = inbox.unhandled(consumer, events)
                .doOnNext(fresh -> metrics.repeated(consumer, events.size() - fresh.size()))
                .flatMap(handlers::handleAll)
                .contextWrite(replayOf(events.get(0)));
        UUID clientId = events.get(0).clientId().value();
        try {
            traces.inSpan(consumer + " handle", events.get(0).traceparent(), transactions.inClient(clientId, effect))
                    .contextWrite(about(events).write())
                    .block(settings.timeout());
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).startsWith("Timeout on blocking read")) {
                throw new InfrastructureFailures.BlockedTooLongException("no end after " + settings.timeout(), e);
            }
            throw e;
        }
    }

    private static LogContext about(List<Event<?>> events) {
        return LogContext.ofClient(events.get(0).clientId().value())
                .correlation(events.get(0).correlationId())
                .replay(events.get(0).replayId())
                .events(events.stream().<UUID>map(Event::id).toList());
    }

    private static Function<Context, Context> replayOf(Event<?> event) {
        return event.replayId() == null ? Function.identity() : ReplayContext.of(event.replayId());
    }

    /** Cuts a list where {@code kind} changes, so that each part is of one kind and the order stays. */
    static <T> List<List<T>> runsOfOne(List<T> all, Function<T, ?> kind) {
        List<List<T>> runs = new ArrayList<>();
        Object current = null;
        for (T one : all) {
            Object its = kind.apply(one);
            if (!its.equals(current)) {
                runs.add(new ArrayList<>());
                current = its;
            }
            runs.get(runs.size() - 1).add(one);
        }
        return runs;
    }
}
