package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Asks something of a run that was found under way, while somebody else is about to end it. */
final class EndedMeanwhile {

    private EndedMeanwhile() {}

    /**
     * The status of what is answered, once the other has given the run in the table its status.
     *
     * @param path of what is asked, after {@code /api/v1/embeddings/}
     */
    static int answer(WebTestClient http, UUID client, String table, String id, String status, String path)
            throws SQLException {
        try (Connection other = TestDatabase.shared().asAdmin();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate(
                    "update embedding." + table + " set status = '" + status + "' where id = '" + id + "'");
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> http.post()
                    .uri("/api/v1/embeddings/" + path)
                    .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                    .exchange()
                    .returnResult(Void.class)
                    .getStatus()
                    .value());
            await().untilAsserted(() -> assertThat(waiting(statement, table)).isEqualTo(1));
            other.commit();
            return answer.join();
        }
    }

    private static int waiting(Statement statement, String table) throws SQLException {
        try (ResultSet waiting = statement.executeQuery("select count(*) from pg_stat_activity"
                + " where wait_event_type = 'Lock' and query like '%update " + table + "%'"
                + " and query not like '%asked_up_to%'")) {
            return waiting.next() ? waiting.getInt(1) : 0;
        }
    }
}
