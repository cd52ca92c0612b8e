package dev.colophon.usage.budget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.spend.Allowances;
import dev.colophon.events.EventCodec;
import dev.colophon.usage.price.Price;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Admits in one statement, which is its own transaction and names its client itself: whatever the number of instances, no
 * more is admitted than fits, and a hot limit is locked no longer than the database needs to add to it.
 */
@Component
class AdmissionStore {

    private static final String ADMIT = """
            select * from admit(jsonb_populate_record(null::reservation, $1::jsonb), $2 * interval '1 millisecond')
            """;

    private static final String ADMIT_AHEAD = """
            select admit_ahead(jsonb_populate_record(null::reservation, $1::jsonb), $2, $3 * interval '1 millisecond', $4) as ids
            """;

    private static final ObjectMapper JSON = EventCodec.json();

    private final DatabaseClient database;

    AdmissionStore(DatabaseClient database) {
        this.database = database;
    }

    /** A reservation as it is asked for, named as the columns are. */
    record Asked(
            UUID id,
            UUID clientId,
            UUID callId,
            String operation,
            @Nullable UUID projectId,
            @Nullable UUID integrationId,
            String provider,
            String model,
            long inputTokens,
            @Nullable Long maxOutputTokens,
            @Nullable Long estimatedOutput,
            @Nullable BigDecimal estimatedCost,
            Instant reservedAt,
            @Nullable UUID replayId,
            @Nullable UUID allowanceId) {

        static Asked of(UUID clientId, ReservationRequest request, Estimate estimate, Instant now) {
            UUID replay = request.replayId();
            return new Asked(
                    request.reservationId(),
                    clientId,
                    request.callId(),
                    request.operation(),
                    request.projectId(),
                    request.integrationId(),
                    request.provider(),
                    request.model(),
                    request.inputTokens(),
                    request.maxOutputTokens(),
                    estimate.output(),
                    estimate.cost(),
                    now,
                    replay,
                    replay == null ? null : Allowances.idOf(replay, clientId));
        }
    }

    /** Reserves what is asked below all limits, or nothing; the same id is admitted once. */
    Mono<Admission> admit(Asked asked, @Nullable Price price, Duration lease) {
        return database.sql(ADMIT)
                .bind(0, json(asked))
                .bind(1, lease.toMillis())
                .map(row -> admission(row, asked, price))
                .one();
    }

    /**
     * Reserves the same for each of several ids, where limits are far enough for {@code times} as much; else for none.
     *
     * @return the ids that were reserved for
     */
    Mono<List<UUID>> admitAhead(Asked each, List<UUID> ids, Duration lease, int times) {
        return database.sql(ADMIT_AHEAD)
                .bind(0, json(each))
                .bind(1, ids.toArray(UUID[]::new))
                .bind(2, lease.toMillis())
                .bind(3, times)
                .map(row -> List.of(required(row, "ids", UUID[].class)))
                .one();
    }

    private static Admission admission(Readable row, Asked asked, @Nullable Price price) {
        return switch (String.valueOf(row.get("outcome", String.class))) {
            case "admitted" -> new Admission.Admitted(reservation(row, asked.id()), price);
            case "known" -> new Admission.Known(reservation(row, asked.id()), price);
            case "over_limit" -> overLimit(row, asked);
            case "unknown_price" -> new Admission.UnknownPrice(asked.provider(), asked.model());
            default -> new Admission.Taken(asked.id());
        };
    }

    private static Admission overLimit(Readable row, Asked asked) {
        return new Admission.OverLimit(
                required(row, "scope", String.class),
                row.get("period", String.class),
                required(row, "limit_amount", BigDecimal.class),
                new Balance(
                        required(row, "spent", BigDecimal.class),
                        required(row, "unconfirmed", BigDecimal.class),
                        required(row, "reserved", BigDecimal.class)),
                Objects.requireNonNullElse(asked.estimatedCost(), BigDecimal.ZERO),
                required(row, "on_limit", String.class));
    }

    private static Reservation reservation(Readable row, UUID id) {
        return new Reservation(
                id,
                Reservation.State.valueOf(required(row, "state", String.class).toUpperCase(Locale.ROOT)),
                row.get("estimated_cost", BigDecimal.class),
                required(row, "expires_at", Instant.class),
                List.of(required(row, "warnings", String[].class)));
    }

    private static String json(Asked asked) {
        try {
            return JSON.writeValueAsString(asked);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is asked cannot be written", e);
        }
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
