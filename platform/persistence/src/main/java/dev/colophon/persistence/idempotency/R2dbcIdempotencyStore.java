package dev.colophon.persistence.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.idempotency.IdempotencyStore;
import dev.colophon.web.idempotency.StoredAnswer;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** {@link IdempotencyStore} in the table {@code idempotency_key}, judged by the database's clock. */
final class R2dbcIdempotencyStore implements IdempotencyStore {

    private static final String BEGIN = """
            insert into idempotency_key (client_id, key, fingerprint) values ($1, $2, $3)
            on conflict (client_id, key) do update
               set fingerprint = excluded.fingerprint, status = null, headers = null, body = null, created_at = now()
             where idempotency_key.created_at < now() - interval '24 hours'
                or (idempotency_key.status is null and idempotency_key.fingerprint = excluded.fingerprint
                    and idempotency_key.created_at < now() - interval '1 minute')
            """;
    private static final TypeReference<Map<String, List<String>>> HEADERS = new TypeReference<>() {};
    private static final JsonMapper JSON = new JsonMapper();

    private final ClientTransactions transactions;
    private final DatabaseClient database;

    R2dbcIdempotencyStore(ClientTransactions transactions, DatabaseClient database) {
        this.transactions = transactions;
        this.database = database;
    }

    @Override
    public Mono<Claim> begin(UUID clientId, String key, String fingerprint) {
        Mono<Claim> claim = database.sql(BEGIN)
                .bind(0, clientId)
                .bind(1, key)
                .bind(2, fingerprint)
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1 ? Mono.just(new Claim.Begun()) : existing(clientId, key, fingerprint));
        return transactions.inClient(clientId, claim);
    }

    @Override
    public Mono<Void> complete(UUID clientId, String key, StoredAnswer answer) {
        Mono<Long> stored = database.sql(
                        "update idempotency_key set status = $3, headers = $4, body = $5 where client_id = $1 and key = $2")
                .bind(0, clientId)
                .bind(1, key)
                .bind(2, answer.status())
                .bind(3, json(answer.headers()))
                .bind(4, answer.body())
                .fetch()
                .rowsUpdated();
        return transactions.inClient(clientId, stored).then();
    }

    @Override
    public Mono<Void> abandon(UUID clientId, String key) {
        Mono<Long> freed = database.sql(
                        "delete from idempotency_key where client_id = $1 and key = $2 and status is null")
                .bind(0, clientId)
                .bind(1, key)
                .fetch()
                .rowsUpdated();
        return transactions.inClient(clientId, freed).then();
    }

    private Mono<Claim> existing(UUID clientId, String key, String fingerprint) {
        return database.sql("select fingerprint, status, headers, body from idempotency_key"
                        + " where client_id = $1 and key = $2")
                .bind(0, clientId)
                .bind(1, key)
                .map(row -> claim(row, fingerprint))
                .one()
                .defaultIfEmpty(new Claim.InProgress());
    }

    private static Claim claim(Readable row, String fingerprint) {
        Integer status = row.get("status", Integer.class);
        if (!fingerprint.equals(row.get("fingerprint", String.class))) {
            return new Claim.Mismatch();
        }
        byte[] body = row.get("body", byte[].class);
        String headers = row.get("headers", String.class);
        return status == null || body == null || headers == null
                ? new Claim.InProgress()
                : new Claim.Answered(new StoredAnswer(status, headers(headers), body));
    }

    private static String json(Map<String, List<String>> headers) {
        try {
            return JSON.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers cannot be written", e);
        }
    }

    private static Map<String, List<String>> headers(String json) {
        try {
            return JSON.readValue(json, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored headers cannot be read", e);
        }
    }
}
