package dev.colophon.usage.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.account.Integration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TrialWordsTests {

    @Test
    void saysWhatToDoAboutAConnectionThatCannotBeMade() {
        assertThat(words(new SSLHandshakeException("PKIX path building failed")))
                .isEqualTo("no secure connection to llm.example:8443: its certificate is not trusted or it does not"
                        + " speak TLS there");
        assertThat(words(new UnknownHostException("llm.example")))
                .isEqualTo("the host of llm.example:8443 is not known: check base_url");
        assertThat(words(new IOException("HTTP/1.1 header parser received no bytes")))
                .isEqualTo("llm.example:8443 broke off the connection before it answered");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(new TrialWords(integration(), Duration.ofSeconds(1))
                        .of(new IllegalArgumentException("model_config.model is missing")))
                .isEqualTo("the integration is not complete: model_config.model is missing");
    }

    private static String words(IOException cause) {
        return new TrialWords(integration(), Duration.ofSeconds(1)).of(new UncheckedIOException(cause));
    }

    private static Integration integration() {
        Map<String, Object> values = new HashMap<>();
        values.put("id", UUID.randomUUID().toString());
        values.put("type", "openai_compatible");
        values.put("subtype", "llm");
        values.put("name", "one");
        values.put("base_url", "https://llm.example:8443/v1");
        return Integration.of(values).orElseThrow();
    }
}
