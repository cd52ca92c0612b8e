package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.web.idempotency.IdempotencyStore;
import dev.colophon.web.idempotency.IdempotencyStore.Claim;
import dev.colophon.web.idempotency.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@ColophonTest
class IdempotencyIT {

    @Autowired
    IdempotencyStore store;

    @Autowired
    DatabaseClient database;

    private final UUID client = UUID.randomUUID();

    @Test
    void answersARepeatedRequestFromWhatItKept() {
        assertThat(begin("k", "a")).isInstanceOf(Claim.Begun.class);
        assertThat(begin("k", "a")).isInstanceOf(Claim.InProgress.class);
        assertThat(begin("k", "b")).isInstanceOf(Claim.Mismatch.class);

        byte[] body = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
        store.complete(client, "k", new StoredAnswer(201, Map.of("Location", List.of("/x")), body))
                .block();

        assertThat(begin("k", "a")).isInstanceOfSatisfying(Claim.Answered.class, answered -> {
            assertThat(answered.answer().status()).isEqualTo(201);
            assertThat(answered.answer().headers()).containsEntry("Location", List.of("/x"));
            assertThat(answered.answer().body()).isEqualTo(body);
        });
        assertThat(store.begin(UUID.randomUUID(), "k", "a").block()).isInstanceOf(Claim.Begun.class);
    }

    @Test
    void freesAnAbandonedKey() {
        begin("k", "a");
        store.abandon(client, "k").block();

        assertThat(begin("k", "b")).isInstanceOf(Claim.Begun.class);
    }

    @Test
    void givesAStaleClaimToTheNextAndForgetsOldAnswers() throws SQLException {
        begin("stale", "a");
        begin("old", "a");
        try (Connection admin = TestDatabase.shared().asAdmin()) {
            age(admin, "stale", "2 minutes");
            age(admin, "old", "25 hours");
        }

        assertThat(begin("stale", "a")).isInstanceOf(Claim.Begun.class);
        assertThat(database.sql("select forget_old_idempotency_keys()")
                        .mapValue(Long.class)
                        .one()
                        .block())
                .isPositive();
    }

    private void age(Connection admin, String key, String age) throws SQLException {
        admin.createStatement()
                .execute("update testing.idempotency_key set created_at = now() - interval '" + age
                        + "' where client_id = '" + client + "' and key = '" + key + "'");
    }

    private Claim begin(String key, String fingerprint) {
        return store.begin(client, key, fingerprint).blockOptional().orElseThrow();
    }
}
