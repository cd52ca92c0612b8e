package dev.colophon.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.ai.ProviderStub;
import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.events.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ChatRelayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProviderStub server = new ProviderStub();
    private final ProviderThreads threads = new ProviderThreads();
    private final UUID attempt = Ids.newId();

    @AfterEach
    void stop() {
        threads.close();
        server.close();
    }

    @Test
    void handsOnWhatCameAndNamesTheRequestByItsAttempt() {
        server.answers(200, ProviderStub.openAi("gpt-served", "a cat"))
                .streams(ProviderStub.chunk("a "), "{\"unknown\":[1]}", "[DONE]");

        StepVerifier.create(relay().ask(question()))
                .assertNext(answer -> assertThat(answer.path("model").asText()).isEqualTo("gpt-served"))
                .expectComplete()
                .verify(PATIENCE);
        StepVerifier.create(relay().stream(question()))
                .expectNext(ProviderStub.chunk("a "), "{\"unknown\":[1]}", "[DONE]")
                .expectComplete()
                .verify(PATIENCE);

        assertThat(server.requests()).allSatisfy(request -> {
            assertThat(request.headers()).containsEntry("X-client-request-id", List.of(attempt.toString()));
            assertThat(request.headers()).containsEntry("Authorization", List.of("Bearer sk-own"));
            assertThat(request.body()).contains("\"model\":\"gpt-asked\"");
        });
    }

    @Test
    void breaksTheConnectionOffWhenNobodyTakesTheAnswerAnyMore() throws Exception {
        server.streamsAndHangs(ProviderStub.chunk("a "));

        StepVerifier.create(relay().stream(question()))
                .expectNextCount(1)
                .thenCancel()
                .verify(PATIENCE);

        assertThat(server.isBrokenOff()).isTrue();
    }

    @Test
    void keepsWhatARefusalAsksForAndNothingOfItsText() {
        server.answers(429, "{\"error\":{\"message\":\"secret text\"}}", "Retry-After", "7");

        StepVerifier.create(relay().stream(question()))
                .expectErrorSatisfies(error -> assertThat(error)
                        .hasMessageNotContaining("secret")
                        .isInstanceOfSatisfying(ProviderFailure.class, failure -> {
                            assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
                            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                        }))
                .verify(PATIENCE);
    }

    private ChatRelay relay() {
        return new ChatRelay(new ProviderConnections(Clock.systemUTC(), AddressRule.ANY), threads, PATIENCE);
    }

    private ChatRelay.Question question() {
        return new ChatRelay.Question(
                attempt,
                Integrations.chatting("openai", server.url("/v1"), "gpt-asked")
                        .model(Map.of("model", "gpt-asked"))
                        .build(),
                new Credentials("sk-own"),
                JsonNodeFactory.instance.objectNode().put("model", "gpt-asked"));
    }
}
