package dev.colophon.embedding.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PausesTests {

    private final UUID client = UUID.randomUUID();
    private Instant now = Instant.EPOCH;
    private final Pauses pauses = new Pauses(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void leavesAClientsWorkInOneQueueAloneUntilThePauseIsOver() {
        assertThat(pauses.pause("a", client, Duration.ofSeconds(5))).isTrue();
        assertThat(pauses.pause("a", client, Duration.ofSeconds(5))).isFalse();

        assertThat(pauses.clients("a")).containsExactly(client);
        assertThat(pauses.clients("b")).isEmpty();
        now = now.plusSeconds(5);
        assertThat(pauses.clients("a")).isEmpty();
    }
}
