package dev.colophon.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.colophon.events.UnreadableEventException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.io.IOException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class InfrastructureFailuresTests {

    @Test
    void waitsForWhatIsAway() {
        assertThat(InfrastructureFailures.isOne(new IllegalStateException(new ConnectException("refused"))))
                .isTrue();
        assertThat(InfrastructureFailures.isOne(new IOException("reset"))).isTrue();
    }

    @Test
    void doesNotWaitForATextToBecomeAnother() {
        JsonParseException unreadable = new JsonParseException(null, "no JSON");

        assertThat(InfrastructureFailures.isOne(new UnreadableEventException("unreadable", unreadable)))
                .isFalse();
        assertThat(InfrastructureFailures.isOne(new IllegalStateException(unreadable)))
                .isFalse();
        assertThat(InfrastructureFailures.isOne(null)).isFalse();
    }

    @Test
    void tellsAServerThatIsAwayFromAStatementThatItRefuses() {
        assertThat(InfrastructureFailures.isOne(wrapped("57P01"))).isTrue();
        assertThat(InfrastructureFailures.isOne(wrapped("53100"))).isTrue();
        assertThat(InfrastructureFailures.isOne(wrapped(null))).isTrue();
        assertThat(InfrastructureFailures.isOne(wrapped("P0001"))).isFalse();
        assertThat(InfrastructureFailures.isOne(wrapped("XX000"))).isFalse();
    }

    private static Exception wrapped(@Nullable String state) {
        return new DataAccessResourceFailureException(
                "as Spring says", new R2dbcNonTransientResourceException("refused", state));
    }
}
