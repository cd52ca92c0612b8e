package dev.colophon.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.web.TestKeys;
import dev.colophon.web.TestService;
import dev.colophon.web.security.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What becomes of a request whose client closes the connection before the answer. */
@SpringBootTest(classes = TestService.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class LeavingClientTests {

    @LocalServerPort
    private int port;

    @Autowired
    private TestService service;

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) {
        registry.add("colophon.security.internal.public-keys", TestKeys::publicSet);
    }

    @Test
    void worksOnAndKeepsTheAnswerForTheClientsReturn() {
        Disposable first = create().subscribe();
        await().until(() -> service.created.get() == 1);

        first.dispose();

        await().untilAsserted(() -> {
            ResponseEntity<String> again =
                    create().onErrorResume(stillAtWork -> Mono.empty()).block();
            assertThat(again).isNotNull();
            assertThat(again.getStatusCode().value()).isEqualTo(201);
            assertThat(again.getHeaders().getFirst(IdempotencyFilter.REPLAYED_HEADER))
                    .isEqualTo("true");
        });
        assertThat(service.created.get()).isEqualTo(1);
    }

    @Test
    void endsAStream() {
        Disposable reader =
                post("/api/v1/things/news", "{}").bodyToFlux(String.class).subscribe();
        await().until(() -> service.told.get() > 2);

        reader.dispose();

        await().untilTrue(service.unread);
    }

    private Mono<ResponseEntity<String>> create() {
        return post("/api/v1/things", "{\"name\":\"unhurried\"}").toEntity(String.class);
    }

    private WebClient.ResponseSpec post(String path, String json) {
        return WebClient.create("http://localhost:" + port)
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.AUTHORIZATION, TestKeys.bearer(Role.MEMBER))
                .header(IdempotencyFilter.KEY_HEADER, path)
                .bodyValue(json)
                .retrieve();
    }
}
