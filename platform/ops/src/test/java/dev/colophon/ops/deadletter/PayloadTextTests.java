package dev.colophon.ops.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTextTests {

    @Test
    void showsJsonAsJsonToTheLastDigit() {
        PayloadText shown = PayloadText.of(bytes("{\"cost\":0.10000000000000000000001,\"items\":[1.10]}"));

        assertThat(shown.encoding()).isEqualTo("json");
        assertThat(shown.value()).hasToString("{\"cost\":0.10000000000000000000001,\"items\":[1.10]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{not json", "{\"a\":1,\"a\":2}", "{} {}", "17", "", "plain\ntext"})
    void showsAsTextWhatJsonWouldNotShowWhole(String text) {
        assertThat(PayloadText.of(bytes(text))).isEqualTo(new PayloadText(text, "text"));
    }

    @Test
    void showsGarbageInBase64() {
        assertThat(PayloadText.of(new byte[] {(byte) 0xff, 0, 1})).isEqualTo(new PayloadText("/wAB", "base64"));
        assertThat(PayloadText.of(new byte[] {0, 'a'})).isEqualTo(new PayloadText("AGE=", "base64"));
        assertThat(PayloadText.ofHeader(new byte[] {(byte) 0xff})).isEqualTo("base64:/w==");
    }

    @Test
    void showsATombstoneAsNothing() {
        assertThat(PayloadText.of(null)).isEqualTo(new PayloadText(null, "none"));
        assertThat(PayloadText.ofHeader(null)).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
