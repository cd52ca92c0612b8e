package dev.colophon.embedding.space;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colophon.persistence.ClientTransactions;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Knows which space each client's vectors live in: the local model's, unless a migration switched to another. */
@Component
public class EmbeddingSpaces {

    /** A search may use the space of a moment ago, whose vectors are kept for days. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int CLIENTS_REMEMBERED = 10_000;

    private static final String SPACES = """
            select s.provider, s.model, s.revision, s.dimensions, s.integration_id,
                   s.previous_provider, s.previous_model, s.previous_revision, s.previous_dimensions,
                   s.previous_integration_id, s.changed_in::text::bigint as changed_in,
                   m.provider as building_provider, m.model as building_model, m.revision as building_revision,
                   m.dimensions as building_dimensions, m.integration_id as building_integration_id,
                   coalesce(m.status = 'paused', false) as held
              from (values ($1::uuid)) as client(id)
              left join client_space s on s.client_id = client.id
              left join migration m on m.client_id = client.id and m.status in ('running', 'paused')
            """;

    private final DatabaseClient database;
    private final ClientTransactions transactions;
    private final ServedSpace local;
    private final Cache<UUID, ClientSpaces> lately = Caffeine.newBuilder()
            .maximumSize(CLIENTS_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    EmbeddingSpaces(DatabaseClient database, ClientTransactions transactions, EmbeddingSpace local) {
        this.database = database;
        this.transactions = transactions;
        this.local = ServedSpace.local(local);
    }

    /** The space that the client's search uses; read within the client's transaction. */
    public Mono<EmbeddingSpace> active(UUID clientId) {
        return of(clientId).map(spaces -> spaces.active().space());
    }

    /** The space that a migration of the client fills; read within the client's transaction. */
    public Mono<Optional<EmbeddingSpace>> building(UUID clientId) {
        return of(clientId).map(spaces -> spaces.filled().map(ServedSpace::space));
    }

    /** All of them, read within the client's transaction. */
    public Mono<ClientSpaces> of(UUID clientId) {
        return database.sql(SPACES).bind(0, clientId).map(this::spaces).one();
    }

    /** As {@link #of}, and keeps them as they are until the end of the transaction. */
    public Mono<ClientSpaces> held(UUID clientId) {
        return database.sql("select 1 from client_space where client_id = $1 for share")
                .bind(0, clientId)
                .fetch()
                .all()
                .then(of(clientId));
    }

    /**
     * What a search uses, on an index of which is known whether it finds all that a transaction changed, and every one
     * before it. In a transaction of its own, and from memory where it was asked for within the last second.
     */
    public Mono<ServedSpace> searched(UUID clientId, LongPredicate hasFollowed) {
        ClientSpaces known = lately.getIfPresent(clientId);
        Mono<ClientSpaces> spaces = known == null
                ? transactions.inClient(clientId, of(clientId)).doOnNext(read -> lately.put(clientId, read))
                : Mono.just(known);
        return spaces.map(read -> read.searched(hasFollowed));
    }

    private ClientSpaces spaces(Readable row) {
        ServedSpace building = space(row, "building_");
        boolean held = Boolean.TRUE.equals(row.get("held", Boolean.class));
        ServedSpace chosen = space(row, "");
        return chosen == null
                ? ClientSpaces.unchanged(local, building, held)
                : new ClientSpaces(
                        chosen,
                        space(row, "previous_"),
                        Objects.requireNonNullElse(row.get("changed_in", Long.class), 0L),
                        building,
                        held);
    }

    private static @Nullable ServedSpace space(Readable row, String prefix) {
        String model = row.get(prefix + "model", String.class);
        return model == null
                ? null
                : new ServedSpace(
                        new EmbeddingSpace(
                                Objects.requireNonNull(row.get(prefix + "provider", String.class)),
                                model,
                                Objects.requireNonNull(row.get(prefix + "revision", String.class)),
                                Objects.requireNonNull(row.get(prefix + "dimensions", Integer.class))),
                        row.get(prefix + "integration_id", UUID.class));
    }
}
