package dev.colophon.etl.webhook;

import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.etl.source.ConnectedSources.Endpoint;
import dev.colophon.etl.source.DeliveryPrecedence;
import dev.colophon.etl.webhook.WebhookReader.Verdict;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.source.WebhookReceived;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Takes deliveries in: proves where they come from, keeps them and tells of them in one statement. Reading them is
 * somebody else's work, later. A delivery that came before is acknowledged and ignored.
 */
@Component
class Webhooks {

    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);
    private static final String NOBODYS_SECRET = "nobody's secret, to spend the time that a known source takes";
    private static final int MAX_DELIVERY_ID = 200;

    private final WebhookReaders readers;
    private final ConnectedSources sources;
    private final DeliveryStore store;
    private final Outbox outbox;
    private final WebhookMetrics metrics;
    private final DeliveryPrecedence precedence;
    private final Clock clock;

    Webhooks(
            WebhookReaders readers,
            ConnectedSources sources,
            DeliveryStore store,
            Outbox outbox,
            WebhookMetrics metrics,
            DeliveryPrecedence precedence,
            Clock clock) {
        this.readers = readers;
        this.sources = sources;
        this.store = store;
        this.outbox = outbox;
        this.metrics = metrics;
        this.precedence = precedence;
        this.clock = clock;
    }

    /**
     * Gives {@code accepted}, {@code seen} or {@code paused}.
     *
     * @throws ProblemException {@code 404} for a source that is not there, {@code 401} where the signature proves nothing
     */
    Mono<String> receive(String type, UUID sourceId, Map<String, String> headers, byte[] body) {
        WebhookReader reader =
                readers.of(type).orElseThrow(() -> ProblemException.notFound("There are no webhooks of type " + type));
        return precedence.first(sources.endpoint(type, sourceId)
                .publishOn(Schedulers.parallel()) // a signature over megabytes takes a while
                .flatMap(endpoint -> take(reader, endpoint, sourceId, headers, body))
                // the source was deleted a moment ago
                .onErrorResume(DataIntegrityViolationException.class, gone -> Mono.empty())
                .doOnNext(status -> metrics.received(type, status))
                .switchIfEmpty(Mono.defer(() -> {
                    reader.verify(headers, body, NOBODYS_SECRET);
                    metrics.received(type, "unknown");
                    return Mono.error(ProblemException.notFound("There is no source " + sourceId));
                })));
    }

    private Mono<String> take(
            WebhookReader reader, Endpoint source, UUID sourceId, Map<String, String> headers, byte[] body) {
        String secret = source.webhookSecret();
        Verdict verdict = secret == null ? Verdict.MISSING_SIGNATURE : reader.verify(headers, body, secret);
        if (verdict != Verdict.ACCEPTED) {
            boolean missing = verdict == Verdict.MISSING_SIGNATURE;
            metrics.received(reader.type(), missing ? "unsigned" : "forged");
            log.warn("webhook of source {} refused: {}", sourceId, missing ? "no signature" : "wrong signature");
            return Mono.error(ProblemException.unauthorized(
                    missing ? "The delivery carries no signature" : "The signature does not fit the body"));
        }
        if (source.paused()) {
            return Mono.just("paused");
        }
        String deliveryId = deliveryId(reader, headers, body);
        Delivery delivery = new Delivery(
                Ids.newId(),
                sourceId,
                deliveryId,
                without(reader.secrets(), headers),
                Gzip.packed(body),
                clock.instant());
        return keep(source.clientId(), delivery);
    }

    private Mono<String> keep(UUID clientId, Delivery delivery) {
        WebhookReceived news =
                new WebhookReceived(new ClientId(clientId), delivery.sourceId(), delivery.id(), delivery.receivedAt());
        return outbox.rows(news)
                .flatMap(events -> store.take(clientId, delivery, events))
                .map(isNew -> isNew ? "accepted" : "seen");
    }

    private static Map<String, String> without(Set<String> secrets, Map<String, String> headers) {
        Map<String, String> kept = new TreeMap<>(headers);
        kept.keySet().removeAll(secrets);
        return kept;
    }

    /** The sender's, or what the body is known by. */
    private static String deliveryId(WebhookReader reader, Map<String, String> headers, byte[] body) {
        return reader.deliveryId(headers)
                .filter(id -> !id.isBlank() && id.indexOf('\u0000') < 0)
                .map(id -> id.length() <= MAX_DELIVERY_ID ? id : hash(id.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> hash(body));
    }

    private static String hash(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
