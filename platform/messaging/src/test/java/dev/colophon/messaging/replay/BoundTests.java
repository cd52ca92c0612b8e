package dev.colophon.messaging.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.colophon.events.EventCodec;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemKind;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "\"yesterday\"",
                "[]",
                "{}",
                "{\"a\": 1}",
                "{\"0\": -1}",
                "{\"0\": 1.5}",
                "{\"0\": \"1\"}",
                "true",
                "{\"00\": 1}"
            })
    void refusesAllThatIsNoTimeAndNoOffsets(String json) {
        assertThatThrownBy(() -> Bound.of(EventCodec.json().readTree(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be");
    }

    @Test
    void comesBackFromJsonAsItWentIn() throws JsonProcessingException {
        ReplayRequest request = new ReplayRequest(
                Topic.ITEMS,
                new Bound.Time(Instant.parse("2026-11-21T00:00:00Z")),
                new Bound.Offsets(Map.of(3, 12L)),
                UUID.randomUUID(),
                null,
                Set.of("dev.colophon.item.captured.v1"),
                Set.of(ItemKind.COMMIT),
                true,
                5,
                null,
                "why",
                false,
                null);

        assertThat(again(request)).isEqualTo(request);
        ReplayRequest open = request.within(new ReplayRequest(
                Topic.ITEMS,
                Bound.OPEN,
                Bound.OPEN,
                null,
                null,
                Set.of(),
                Set.of(),
                false,
                null,
                null,
                null,
                true,
                null));
        assertThat(again(open)).isEqualTo(open);
    }

    private static ReplayRequest again(ReplayRequest request) throws JsonProcessingException {
        return EventCodec.json().readValue(EventCodec.json().writeValueAsString(request), ReplayRequest.class);
    }
}
