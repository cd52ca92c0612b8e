package dev.colophon.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.colophon.events.UnreadableEventException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

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
}
