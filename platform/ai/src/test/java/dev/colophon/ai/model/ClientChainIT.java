package dev.colophon.ai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.ProviderStub;
import dev.colophon.ai.ProviderStub.Answer;
import dev.colophon.ai.UsageStub;
import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.guard.GuardFactory;
import dev.colophon.ai.guard.IntegrationGuards;
import dev.colophon.ai.provider.AddressRule;
import dev.colophon.ai.provider.Integrations;
import dev.colophon.ai.provider.ProviderConnections;
import dev.colophon.ai.provider.ProviderModels;
import dev.colophon.ai.provider.ProviderThreads;
import dev.colophon.ai.spend.Admissions;
import dev.colophon.ai.spend.Attempt;
import dev.colophon.ai.spend.Attempt.Outcome;
import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.UsageObservations;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.persistence.work.ReplayContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;

class ClientChainIT {

    private final ProviderStub first = new ProviderStub();
    private final ProviderStub second = new ProviderStub();
    private final UsageStub usage = new UsageStub();
    private final ProviderThreads threads = new ProviderThreads();
    private final SecretBox secrets = new SecretBox(Map.of("k", new byte[32]), "k");
    private final ClientAccounts accounts = new ClientAccounts();
    private final IntegrationGuards guards = new IntegrationGuards(
            GuardFactory.standalone(Clock.systemUTC()),
            new AiProperties.Call(
                            Duration.ofSeconds(5),
                            2,
                            Duration.ofMillis(5),
                            Duration.ofSeconds(2),
                            1_000,
                            8,
                            Duration.ofSeconds(30))
                    .limits());
    private final ClientId client = new ClientId(Ids.newId());
    private final SpendContext payer = SpendContext.ofProject(client, Ids.newId());
    private final UUID one = Ids.newId();
    private final UUID other = Ids.newId();

    @BeforeEach
    void configure() {
        integration(one, account(one, first).fallback(other));
        integration(other, account(other, second));
        configure("configuration/models", Map.of("default", one.toString()));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        usage.close();
        threads.close();
    }

    @Test
    void asksTheClientsModelsEachAttemptAdmittedAndObserved() {
        first.answers(500, "{}");
        second.answers(200, ProviderStub.openAi("gpt-4o-mini-2024-07-18", "a cat"));

        ChainResult<String> result = ask(usage.admissions());

        assertThat(result.model()).isEqualTo("gpt-4o-mini-2024-07-18");
        assertThat(result.skipped()).extracting(Skipped::reason).containsExactly("HTTP 500");
        List<AiUsageObserved> observed = UsageObservations.of(payer, result.attempts());
        assertThat(observed)
                .extracting(AiUsageObserved::integrationId, AiUsageObserved::outcome)
                .containsExactly(tuple(one, "failed"), tuple(one, "failed"), tuple(other, "succeeded"));
        assertThat(observed).allSatisfy(each -> assertThat(each.reservationId()).isEqualTo(each.attemptId()));
        assertThat(observed.get(2).cachedInputTokens()).isEqualTo(4);
        assertThat(usage.reserved())
                .containsExactlyElementsOf(observed.stream()
                        .map(each -> each.attemptId().toString())
                        .toList());
        JsonNode reservation = usage.reservations().get(0);
        assertThat(reservation.path("client_id").isMissingNode()).isTrue();
        assertThat(reservation.path("project_id").asText()).isEqualTo(String.valueOf(payer.projectId()));
        assertThat(reservation.path("integration_id").asText()).isEqualTo(one.toString());
        assertThat(reservation.path("provider").asText()).isEqualTo("openai");
        assertThat(reservation.path("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(reservation.path("input_tokens").asLong()).isPositive();
        assertThat(reservation.path("max_output_tokens").asLong()).isEqualTo(50);
        assertThat(usage.requests().get(0).headers())
                .containsEntry("Authorization", List.of("Bearer token-of-" + client));
        assertThat(second.requests().get(0).headers()).containsEntry("Authorization", List.of("Bearer key-" + other));
    }

    @Test
    void blocksOverTheBudgetWithTheNumbersAndWhatWasUsedBefore() {
        first.answers(401, "{}");
        second.answers(200, ProviderStub.openAi("m", "a cat"));
        usage.decides(request ->
                UsageStub.json(request).path("integration_id").asText().equals(one.toString())
                        ? Answer.json(201, "{}")
                        : Answer.json(
                                402,
                                "{\"limit\":\"10.00\",\"spent\":\"9.99\",\"reserved\":\"0\",\"requested\":\"0.02\","
                                        + "\"period\":\"day\",\"scope\":\"client\",\"on_limit\":\"block\"}"));

        BudgetExceededException refused =
                catchThrowableOfType(BudgetExceededException.class, () -> ask(usage.admissions()));

        assertThat(refused.numbers())
                .isEqualTo(new BudgetExceededException.Numbers(
                        new BigDecimal("10.00"),
                        new BigDecimal("9.99"),
                        BigDecimal.ZERO,
                        new BigDecimal("0.02"),
                        "day",
                        "client"));
        assertThat(refused.attempts()).extracting(Attempt::outcome).containsExactly(Outcome.FAILED);
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void degradesToLocalAndSaysSo() {
        usage.refusesOverBudget("degrade");

        ChainResult<String> result = ask(usage.admissions());

        assertThat(result.local()).isTrue();
        assertThat(result.degraded()).isTrue();
        assertThat(result.attempts()).extracting(Attempt::provider).containsExactly("local");
        assertThat(first.requests()).isEmpty();
    }

    @Test
    void skipsAModelWithoutAPrice() {
        second.answers(200, ProviderStub.openAi("m", "a cat"));
        usage.decides(request ->
                UsageStub.json(request).path("integration_id").asText().equals(one.toString())
                        ? Answer.json(
                                422,
                                "{\"type\":\"https://colophon.dev/problems/unknown-price\",\"detail\":\"no price\"}")
                        : Answer.json(201, "{}"));

        ChainResult<String> result = ask(usage.admissions());

        assertThat(result.value()).isEqualTo("a cat");
        assertThat(result.skipped()).extracting(Skipped::reason).containsExactly("unknown price: no price");
        assertThat(first.requests()).isEmpty();
    }

    @Test
    void namesTheReplayThatItIsForInEachAdmissionAndWaitsWithTheNumbersOfIts() {
        UUID replay = UUID.randomUUID();
        first.answers(500, "{}").answers(401, "{}");
        second.answers(200, ProviderStub.openAi("m", "a cat"));
        ModelCall<String> call = ModelCall.of("metadata", "You know animals", "Name an animal", answer -> answer);
        FallbackChain chain = chain(usage.admissions());

        chain.call(payer, call).contextWrite(ReplayContext.of(replay)).block(Duration.ofSeconds(20));
        chain.call(payer, call).block(Duration.ofSeconds(20));

        assertThat(usage.reservations().subList(0, 3))
                .allSatisfy(
                        asked -> assertThat(asked.path("replay_id").asText()).isEqualTo(replay.toString()));
        assertThat(usage.reservations().get(3).has("replay_id")).isFalse();

        usage.decides(request -> Answer.json(402, """
                {"type":"about:blank","cap":"1.50","spent":"1.40","unconfirmed":"0","reserved":"0.05","requested":"0.10",
                 "scope":"replay","on_limit":"block"}
                """));
        BudgetExceededException over = catchThrowableOfType(BudgetExceededException.class, () -> chain.call(payer, call)
                .contextWrite(ReplayContext.of(replay))
                .block(Duration.ofSeconds(20)));
        assertThat(over.numbers().ofReplay()).isTrue();
        assertThat(over.numbers().limit()).isEqualByComparingTo("1.50");
        assertThat(over).hasMessageStartingWith("over the budget of the replay: limit 1.50, spent 1.40");
    }

    @Test
    void goesOnLocallyWhileUsageServiceIsAway() {
        ProviderStub gone = new ProviderStub();
        gone.close();
        Admissions away = new Admissions(WebClient.create(gone.url("")), clientId -> "t");

        assertThat(ask(away).local()).isTrue();

        configure("configuration/policies", Map.of("fallback_to_local", false));
        ChainExhaustedException exhausted = catchThrowableOfType(ChainExhaustedException.class, () -> ask(away));

        assertThat(exhausted.retriable()).isTrue();
        assertThat(exhausted.attempts()).isEmpty();
        assertThat(first.requests()).isEmpty();
    }

    @Test
    void givesBackWhatNeverLeft() {
        first.close();
        second.answers(200, ProviderStub.openAi("m", "a cat"));

        ChainResult<String> result = ask(usage.admissions());

        assertThat(result.attempts())
                .extracting(Attempt::outcome, Attempt::error)
                .containsExactly(
                        tuple(Outcome.FAILED, "connection refused"),
                        tuple(Outcome.FAILED, "connection refused"),
                        tuple(Outcome.SUCCEEDED, null));
        assertThat(result.attempts().get(0).reservationId()).isNull();
        assertThat(usage.released()).containsExactlyElementsOf(usage.reserved().subList(0, 2));
    }

    @Test
    void reservesNothingBehindAnOpenCircuit() {
        integration(
                one,
                account(one, first)
                        .performance(Map.of("max_attempts", 5, "circuit_failure_rate", 50))
                        .fallback(other));
        first.answers(503, "{}");
        second.answers(200, ProviderStub.openAi("m", "a cat"));
        Admissions admissions = usage.admissions();

        ask(admissions);
        int reserved = usage.reserved().size();
        ChainResult<String> result = ask(admissions);

        assertThat(result.skipped()).extracting(Skipped::reason).containsExactly("circuit open");
        assertThat(usage.reserved()).hasSize(reserved + 1);
        assertThat(guards.states()).containsEntry("integration-" + one, "open");
    }

    @Test
    void keepsToTheClientsOwnRate() {
        integration(
                one,
                account(one, first)
                        .performance(Map.of("requests_per_minute", 1))
                        .fallback(other));
        first.answers(200, ProviderStub.openAi("m", "a cat"));
        second.answers(200, ProviderStub.openAi("m", "a cat"));

        ask(usage.admissions());

        assertThat(ask(usage.admissions()).skipped())
                .extracting(Skipped::reason)
                .containsExactly("own limit of requests reached");
        assertThat(first.requests()).hasSize(1);
    }

    @Test
    void usesAnAccountWhoseCredentialsDoNotOpenForNothing() {
        integration(one, account(one, first).with("credentials", "v1.k.AAAA").fallback(other));
        second.answers(200, ProviderStub.openAi("m", "a cat"));

        ChainResult<String> result = ask(usage.admissions());

        assertThat(result.skipped()).singleElement().satisfies(skipped -> assertThat(skipped.reason())
                .startsWith("the account cannot be used"));
        assertThat(usage.released()).hasSize(1);
    }

    private static Tuple tuple(@Nullable Object... values) {
        return Tuple.tuple(values);
    }

    private ChainResult<String> ask(Admissions admissions) {
        ModelCall<String> call = ModelCall.<String>of(
                        "metadata", "You know animals", "Name an animal", answer -> answer)
                .orLocally(() -> "a local cat");
        return Objects.requireNonNull(chain(admissions).call(payer, call).block(Duration.ofSeconds(20)));
    }

    private FallbackChain chain(Admissions admissions) {
        Clock clock = Clock.systemUTC();
        ProviderModels models = new ProviderModels(
                new ProviderConnections(clock, AddressRule.ANY), Duration.ofSeconds(5), Optional::empty);
        PaidAttempts attempts = new PaidAttempts(admissions);
        return new FallbackChain(
                new Routes(List.of(), new AccountModels(accounts, models, () -> secrets, guards)),
                new ChatAttempts(attempts, threads),
                new AiMetrics(new SimpleMeterRegistry()),
                clock);
    }

    private Integrations account(UUID id, ProviderStub server) {
        return Integrations.chatting("openai", server.url("/v1"), "gpt-4o-mini")
                .id(id)
                .model(Map.of("model", "gpt-4o-mini", "max_output_tokens", 50))
                .with("credentials", secrets.seal("{\"api_key\":\"key-" + id + "\"}", "integration/" + id));
    }

    private void integration(UUID id, Integrations integration) {
        configure("integration/" + id, integration.values());
    }

    private void configure(String kind, Map<String, @Nullable Object> values) {
        accounts.apply(new ClientConfigured(client, kind, 1, values, Instant.EPOCH));
    }
}
