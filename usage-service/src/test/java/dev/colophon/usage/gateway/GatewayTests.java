package dev.colophon.usage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GatewayTests {

    @Test
    void isAskedAtItsRoot() {
        assertThat(gateway("https://llm.example:4000/v1").at("/key/info"))
                .hasToString("https://llm.example:4000/key/info");
        assertThat(gateway("https://llm.example/litellm/v1/").at("/key/info"))
                .hasToString("https://llm.example/litellm/key/info");
        assertThat(gateway("https://llm.example").at("/key/info")).hasToString("https://llm.example/key/info");
        assertThat(gateway("https://llm.example:4000/v1").address()).isEqualTo("llm.example:4000");
    }

    private static Gateway gateway(String url) {
        return new Gateway(
                Integration.of(Map.of(
                                "id", UUID.randomUUID().toString(),
                                "type", "openai_compatible",
                                "subtype", "gateway",
                                "name", "proxy",
                                "base_url", url))
                        .orElseThrow(),
                Credentials.NONE);
    }
}
