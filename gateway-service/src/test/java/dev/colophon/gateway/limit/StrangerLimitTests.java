package dev.colophon.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import dev.colophon.gateway.identity.Identities;
import dev.colophon.web.problem.ProblemException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class StrangerLimitTests {

    private static final String TRIED = "Bearer col_tried";
    private static final String VALID = "Bearer col_valid";

    private final Identities identities = mock(Identities.class);
    private final StrangerLimit limit = new StrangerLimit(
            new LimitProperties(new LimitProperties.Key(100, 200), new LimitProperties.Stranger(0.001, 3)), identities);

    @BeforeEach
    void rememberTheValidKey() {
        given(identities.isRemembered(VALID)).willReturn(true);
    }

    @Test
    void slowsDownWhoeverTriesKeys() {
        tryThreeKeys("10.0.0.1");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> call("10.0.0.1", "/api/v1/me", TRIED))
                .satisfies(refusal -> assertThat(refusal.problem().status()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS));
    }

    @Test
    void holdsUpNoOtherAddressNoKnownKeyAndNoOpenPage() {
        tryThreeKeys("10.0.0.1");

        assertThat(call("10.0.0.2", "/api/v1/me", TRIED)).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(call("10.0.0.1", "/api/v1/me", VALID)).isEqualTo(HttpStatus.OK);
        assertThat(call("10.0.0.1", "/openapi", TRIED)).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void holdsUpNoWebhooksOfOtherSources() {
        String wrong = "/api/v1/webhooks/github/01a20af7-9cdf-7dbe-b1ad-000000000001";
        String other = "/api/v1/webhooks/github/01a20af7-9cdf-7dbe-b1ad-000000000002";
        tryThreeKeys("10.0.0.1");
        for (int delivery = 0; delivery < 3; delivery++) {
            assertThat(call("10.0.0.1", wrong, TRIED)).isEqualTo(HttpStatus.UNAUTHORIZED);
        }

        assertThat(call("10.0.0.1", other, TRIED)).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> call("10.0.0.1", wrong, TRIED));
    }

    private void tryThreeKeys(String address) {
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(call(address, "/api/v1/me", TRIED)).isEqualTo(HttpStatus.UNAUTHORIZED);
        }
    }

    private HttpStatus call(String address, String path, String authorization) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get(path)
                .remoteAddress(new InetSocketAddress(address, 50_000))
                .header("Authorization", authorization));
        limit.filter(exchange, passed -> {
                    passed.getResponse()
                            .setStatusCode(VALID.equals(authorization) ? HttpStatus.OK : HttpStatus.UNAUTHORIZED);
                    return passed.getResponse().setComplete();
                })
                .block();
        return (HttpStatus) exchange.getResponse().getStatusCode();
    }
}
