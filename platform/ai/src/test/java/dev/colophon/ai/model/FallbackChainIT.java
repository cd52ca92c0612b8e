package dev.colophon.ai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.colophon.ai.ProviderStub;
import dev.colophon.ai.guard.GuardFactory;
import dev.colophon.ai.provider.ProviderThreads;
import dev.colophon.ai.spend.Admissions;
import dev.colophon.ai.spend.Attempt;
import dev.colophon.ai.spend.Attempt.Outcome;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FallbackChainIT {

    private static final SpendContext PAYER = SpendContext.ofProject(new ClientId(Ids.newId()), Ids.newId());

    private static final AnswerReader<String> CATS_ONLY = answer -> {
        if (!answer.contains("cat")) {
            throw new UnusableAnswerException("no cat in it");
        }
        return answer;
    };

    private final ProviderStub openai = new ProviderStub();
    private final ProviderStub gemini = new ProviderStub();
    private final ProviderThreads threads = new ProviderThreads();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        openai.close();
        gemini.close();
        threads.close();
    }

    @Test
    void answersFromTheFirstProviderWithTokensAndTheModelThatServed() {
        openai.answers(200, ProviderStub.openAi("gpt-4o-mini-2024-07-18", "a cat"));

        ChainResult<String> result = ask(chain(Duration.ofSeconds(5)));

        assertThat(result.value()).isEqualTo("a cat");
        assertThat(result.model()).isEqualTo("gpt-4o-mini-2024-07-18");
        assertThat(result.local()).isFalse();
        assertThat(result.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.attemptId().version()).isEqualTo(7);
            assertThat(attempt.callId()).isEqualTo(result.callId());
            assertThat(attempt.provider()).isEqualTo("openai");
            assertThat(attempt.providerCallId()).isEqualTo("chatcmpl-17");
            assertThat(attempt.inputTokens()).isEqualTo(11);
            assertThat(attempt.outputTokens()).isEqualTo(5);
            assertThat(attempt.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(attempt.error()).isNull();
        });
        assertThat(openai.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/v1/chat/completions");
            assertThat(request.headers()).containsEntry("Authorization", List.of("Bearer openai-key"));
            assertThat(request.body()).contains("gpt-4o-mini", "Name an animal", "json_object");
        });
        assertThat(gemini.requests()).isEmpty();
        assertThat(meters.get("colophon.ai.attempts")
                        .tag("outcome", "succeeded")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("colophon.ai.tokens")
                        .tag("direction", "input")
                        .counter()
                        .count())
                .isEqualTo(11);
    }

    @Test
    void fallsToTheNextProviderWithoutARetryWhenTheKeyIsInvalid() {
        openai.answers(401, "{\"error\":{\"message\":\"Incorrect API key provided\"}}");
        gemini.answers(200, ProviderStub.gemini("gemini-2.5-flash", "a cat"));

        ChainResult<String> result = ask(chain(Duration.ofSeconds(5)));

        assertThat(result.provider()).isEqualTo("gemini");
        assertThat(result.model()).isEqualTo("gemini-2.5-flash");
        assertThat(result.attempts())
                .extracting(Attempt::number, Attempt::provider, Attempt::outcome, Attempt::error, Attempt::inputTokens)
                .containsExactly(
                        tuple(1, "openai", Outcome.FAILED, "HTTP 401", null),
                        tuple(2, "gemini", Outcome.SUCCEEDED, null, 13L));
        assertThat(gemini.requests()).singleElement().satisfies(request -> assertThat(request.path())
                .isEqualTo("/v1beta/models/gemini-2.5-flash:generateContent"));
        assertThat(meters.get("colophon.ai.calls")
                        .tag("fallback", "true")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void retriesAServerErrorAtTheSameProvider() {
        openai.answers(500, "{}").answers(200, ProviderStub.openAi("gpt-4o-mini", "a cat"));

        ChainResult<String> result = ask(chain(Duration.ofSeconds(5)));

        assertThat(result.attempts())
                .extracting(Attempt::provider, Attempt::outcome)
                .containsExactly(tuple("openai", Outcome.FAILED), tuple("openai", Outcome.SUCCEEDED));
        assertThat(gemini.requests()).isEmpty();
    }

    @Test
    void waitsAsLongAsAShortRetryAfterSays() {
        openai.answers(429, "{}", "Retry-After", "0").answers(200, ProviderStub.openAi("gpt-4o-mini", "a cat"));

        ChainResult<String> result = ask(chain(Duration.ofSeconds(5)));

        assertThat(result.attempts())
                .extracting(Attempt::provider, Attempt::outcome)
                .containsExactly(tuple("openai", Outcome.THROTTLED), tuple("openai", Outcome.SUCCEEDED));
    }

    @Test
    void pausesAProviderThatAsksForALongWait() {
        openai.answers(429, "{}", "Retry-After", "120");
        gemini.answers(200, ProviderStub.gemini("gemini-2.5-flash", "a cat"));
        FallbackChain chain = chain(Duration.ofSeconds(5));

        assertThat(ask(chain).attempts()).hasSize(2);
        assertThat(ask(chain).attempts()).singleElement().satisfies(attempt -> assertThat(attempt.provider())
                .isEqualTo("gemini"));
        assertThat(openai.requests()).hasSize(1);
    }

    @Test
    void tellsWhenToComeBackWhenAllProvidersThrottle() {
        openai.answers(429, "{}", "Retry-After", "120");
        gemini.answers(
                429, "{\"error\":{\"code\":429,\"details\":[{\"@type\":\"RetryInfo\",\"retryDelay\":\"60s\"}]}}");

        ChainExhaustedException exhausted =
                catchThrowableOfType(ChainExhaustedException.class, () -> ask(chain(Duration.ofSeconds(5))));

        assertThat(exhausted.retriable()).isTrue();
        assertThat(exhausted.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        assertThat(exhausted.attempts()).extracting(Attempt::outcome).containsOnly(Outcome.THROTTLED);
    }

    @Test
    void givesUpOnAProviderThatHangsAndAnswersLocally() {
        openai.hangs();
        gemini.answers(403, "{}");
        AtomicReference<String> thread = new AtomicReference<>("");

        ChainResult<String> result = call(
                chain(Duration.ofMillis(300)),
                ModelCall.of("metadata", "You know animals", "Name an animal", CATS_ONLY)
                        .orLocally(() -> {
                            thread.set(Thread.currentThread().getName());
                            return "a local cat";
                        }));

        assertThat(result.local()).isTrue();
        assertThat(result.model()).isEqualTo("colophon-local-1");
        assertThat(thread.get()).startsWith("boundedElastic");
        assertThat(result.attempts())
                .extracting(Attempt::provider, Attempt::outcome, Attempt::error)
                .containsExactly(
                        tuple("openai", Outcome.UNANSWERED, "timed out"),
                        tuple("openai", Outcome.UNANSWERED, "timed out"),
                        tuple("openai", Outcome.UNANSWERED, "timed out"),
                        tuple("gemini", Outcome.FAILED, "HTTP 403"),
                        tuple("local", Outcome.SUCCEEDED, null));
    }

    @Test
    void countsTheTokensOfAnswersThatAreOfNoUse() {
        openai.answers(200, ProviderStub.openAi("gpt-4o-mini", "a dog"));
        gemini.answers(200, "<html>not JSON</html>");

        ChainExhaustedException exhausted =
                catchThrowableOfType(ChainExhaustedException.class, () -> ask(chain(Duration.ofSeconds(5))));

        assertThat(exhausted.retriable()).isFalse();
        assertThat(exhausted.attempts())
                .extracting(Attempt::provider, Attempt::outcome, Attempt::error, Attempt::outputTokens)
                .containsExactly(
                        tuple("openai", Outcome.FAILED, "unusable answer: no cat in it", 5L),
                        tuple("gemini", Outcome.UNANSWERED, "unreadable answer", null));
    }

    @Test
    void leavesAFailingProviderAloneUntilItsCircuitCloses() {
        openai.answers(503, "{}");
        gemini.answers(200, ProviderStub.gemini("gemini-2.5-flash", "a cat"));
        FallbackChain chain = chain(Duration.ofSeconds(5));

        ask(chain);
        ask(chain);
        int asked = openai.requests().size();

        assertThat(ask(chain).attempts()).extracting(Attempt::provider).containsExactly("gemini");
        assertThat(openai.requests()).hasSize(asked).hasSizeLessThan(7);
    }

    @Test
    void doesNotBlockTheCallersThread() {
        openai.answers(200, ProviderStub.openAi("gpt-4o-mini", "a cat"));
        Mono<ChainResult<String>> call = chain(Duration.ofSeconds(5))
                .call(PAYER, ModelCall.of("metadata", "You know animals", "Name an animal", CATS_ONLY))
                .subscribeOn(Schedulers.parallel());

        StepVerifier.create(call)
                .assertNext(result -> assertThat(result.value()).isEqualTo("a cat"))
                .verifyComplete();
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }

    private ChainResult<String> ask(FallbackChain chain) {
        return call(chain, ModelCall.of("metadata", "You know animals", "Name an animal", CATS_ONLY));
    }

    private static ChainResult<String> call(FallbackChain chain, ModelCall<String> call) {
        return Objects.requireNonNull(chain.call(PAYER, call).block(Duration.ofSeconds(20)));
    }

    private FallbackChain chain(Duration timeout) {
        AiProperties.Call limits = new AiProperties.Call(
                timeout, 3, Duration.ofMillis(10), Duration.ofSeconds(2), 100, 8, Duration.ofSeconds(30));
        AiProperties properties = new AiProperties(
                List.of("openai", "gemini"),
                new AiProperties.Provider("openai-key", openai.url("/v1"), null, 0.0),
                new AiProperties.Provider("gemini-key", gemini.url("/v1beta"), null, 0.0),
                limits,
                false,
                null,
                true,
                Duration.ZERO);
        Clock clock = Clock.systemUTC();
        List<Candidate> models = new LanguageModels(properties, GuardFactory.standalone(clock), clock).configured();
        PaidAttempts attempts = new PaidAttempts(Admissions.none());
        return new FallbackChain(
                new Routes(models, null), new ChatAttempts(attempts, threads), new AiMetrics(meters), clock);
    }
}
