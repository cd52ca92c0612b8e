package dev.colophon.ai.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.ProviderStub;
import dev.colophon.ai.ProviderStub.Answer;
import dev.colophon.ai.ProviderStub.Request;
import dev.colophon.ai.UsageStub;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.Embeddings.BatchAttempt;
import dev.colophon.ai.embedding.TextOutcome.Embedded;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.embedding.TextOutcome.Skipped;
import dev.colophon.ai.embedding.TextOutcome.Unpriced;
import dev.colophon.ai.embedding.TextOutcome.Unserved;
import dev.colophon.ai.guard.GuardFactory;
import dev.colophon.ai.guard.GuardLimits;
import dev.colophon.ai.guard.IntegrationGuards;
import dev.colophon.ai.provider.AddressRule;
import dev.colophon.ai.provider.Integrations;
import dev.colophon.ai.provider.ProviderConnections;
import dev.colophon.ai.provider.ProviderModels;
import dev.colophon.ai.provider.ProviderThreads;
import dev.colophon.ai.spend.Attempt;
import dev.colophon.ai.spend.Attempt.Outcome;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.persistence.work.ReplayContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteEmbeddingsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UUID REPLAY = Ids.newId();
    private static final SpendContext PAYER = new SpendContext(new ClientId(Ids.newId()), null, null, 1);

    private final ProviderStub server = new ProviderStub();
    private final UsageStub usage = new UsageStub();
    private final ProviderThreads threads = new ProviderThreads();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        server.close();
        usage.close();
        threads.close();
    }

    @Test
    void sendsBatchesWithinTheLimitsAndPutsVectorsBackInOrder() {
        server.answers(RemoteEmbeddingsIT::vectors);

        Embeddings embeddings = embed(Map.of("batch_size", 4, "max_concurrent", 3), texts(10));

        assertThat(server.requests()).hasSize(3);
        assertThat(embeddings.outcomes()).hasSize(10);
        for (int i = 0; i < 10; i++) {
            Embedded embedded = (Embedded) embeddings.outcomes().get(i);
            assertThat(embedded.vector()[0]).isEqualTo(i + 1f);
            assertThat(embedded.model()).isEqualTo("embedder-1");
        }
        assertThat(embeddings.attempts()).hasSize(3).allSatisfy(batch -> {
            long shares = batch.texts().stream()
                    .mapToLong(i -> ((Embedded) embeddings.outcomes().get(i)).tokens())
                    .sum();
            assertThat(batch.attempt().inputTokens())
                    .isEqualTo(shares)
                    .isEqualTo(7L * batch.texts().size());
            assertThat(batch.attempt().estimated()).isFalse();
            assertThat(batch.attempt().reservationId())
                    .isEqualTo(batch.attempt().attemptId());
        });
        assertThat(usage.reserved())
                .containsExactlyInAnyOrderElementsOf(embeddings.attempts().stream()
                        .map(batch -> batch.attempt().attemptId().toString())
                        .toList());
        assertThat(counted("embedded")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void findsTheCulpritInFewRequests(int culprit) {
        server.answers(RemoteEmbeddingsIT::refusingBadTexts);
        List<String> texts = texts(8);
        texts.set(culprit, "bad");

        Embeddings embeddings = embed(Map.of("batch_size", 8), texts);

        assertThat(server.requests().size()).isLessThanOrEqualTo(1 + 3 + 1);
        for (int i = 0; i < 8; i++) {
            assertThat(embeddings.outcomes().get(i)).isInstanceOf(i == culprit ? Rejected.class : Embedded.class);
        }
        assertThat(embeddings.attempts()).hasSameSizeAs(server.requests());
    }

    @Test
    void findsTheCulpritInFewRequestsWhereEarlierTextsAreLonger() {
        server.answers(RemoteEmbeddingsIT::refusingBadTexts);
        for (int culprit = 0; culprit < 32; culprit++) {
            List<String> texts = texts(32);
            for (int i = 0; i < 32; i++) {
                texts.set(i, (i == culprit ? "bad" : texts.get(i) + ".") + "0".repeat(10 * (32 - i)));
            }
            int before = server.requests().size();

            Embeddings embeddings = embed(Map.of("batch_size", 32), texts);

            assertThat(server.requests().size() - before)
                    .as("requests for a culprit at %d", culprit)
                    .isLessThanOrEqualTo(1 + 5 + 1);
            assertThat(IntStream.range(0, 32).filter(i -> embeddings.outcomes().get(i) instanceof Rejected))
                    .containsExactly(culprit);
        }
    }

    @Test
    void findsSeveralCulprits() {
        server.answers(RemoteEmbeddingsIT::refusingBadTexts);
        List<String> texts = texts(32);
        List.of(3, 17, 31).forEach(i -> texts.set(i, "bad"));

        Embeddings embeddings = embed(Map.of("batch_size", 32), texts);

        assertThat(server.requests().size()).isLessThanOrEqualTo(1 + 3 * (5 + 1));
        assertThat(IntStream.range(0, 32).filter(i -> embeddings.outcomes().get(i) instanceof Rejected))
                .containsExactly(3, 17, 31);
    }

    @Test
    void blamesNoTextForABatchThatIsMerelyTooLarge() {
        server.answers(request -> inputs(request).size() > 2 ? Answer.json(413, "{}") : vectors(request));

        Embeddings embeddings = embed(Map.of("batch_size", 8), texts(8));

        assertThat(embeddings.outcomes()).hasOnlyElementsOfType(Embedded.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, NaN]      | NAN        | the vector holds what is not a number",
                "[1, null]     | NAN        | the vector holds what is not a number",
                "[1, Infinity] | INFINITE   | the vector holds an infinite number",
                "[1, 1e60]     | INFINITE   | the vector holds an infinite number",
                "[1, 2, 3]     | DIMENSION  | the vector has 3 dimensions, the model 2",
                "[]            | DIMENSION  | the vector has 0 dimensions, the model 2",
                "[0, 0]        | ZERO       | all numbers of the vector are zero"
            })
    void refusesEachUnusableVectorForItsOwnReason(String vector, Reason reason, String message) {
        server.answers(
                200,
                "{\"data\":[{\"index\":0,\"embedding\":[1,2]},{\"index\":1,\"embedding\":" + vector
                        + "}],\"usage\":{\"prompt_tokens\":5}}");

        Embeddings embeddings = embed(Map.of(), texts(2));

        assertThat(embeddings.outcomes().get(0)).isInstanceOf(Embedded.class);
        assertThat(embeddings.outcomes().get(1)).isEqualTo(new Rejected(reason, message));
        assertThat(counted(reason.wireName())).isEqualTo(1);
        assertThat(embeddings.attempts()).singleElement().satisfies(batch -> {
            assertThat(batch.attempt().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(batch.attempt().inputTokens()).isEqualTo(5);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'index':0,'embedding':[1,2]}" + "| FEWER_VECTORS | the provider sent 1 vectors for 2 texts",
                "{'index':0,'embedding':[1,2]},{'index':1,'embedding':[1,2]},{'index':2,'embedding':[1,2]}"
                        + "| MORE_VECTORS | the provider sent 3 vectors for 2 texts",
                "{'index':1,'embedding':[1,2]},{'index':1,'embedding':[3,4]}"
                        + "| INDEX | two vectors have the index 1",
                "{'index':0,'embedding':[1,2]},{'index':7,'embedding':[3,4]}"
                        + "| INDEX | a vector has the index 7, of 2 texts",
                "{'index':0,'embedding':[1,2]},{'embedding':[3,4]}"
                        + "| INDEX | a vector has the index of no text, of 2 texts",
                "{'index':0,'embedding':[1,2]},{'index':1,'embedding':'?'}"
                        + "| ENCODING | a vector is neither numbers nor base64"
            })
    void handsOutNothingOfAnAnswerThatCannotBeToldApart(String rows, Reason reason, String message) {
        server.answers(200, "{\"data\":[" + rows.replace("'", "\"") + "],\"usage\":{\"prompt_tokens\":5}}");

        Embeddings embeddings = embed(Map.of(), texts(2));

        assertThat(embeddings.outcomes()).containsOnly(new Rejected(reason, message));
        assertThat(embeddings.attempts()).singleElement().satisfies(batch -> {
            assertThat(batch.attempt().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(batch.attempt().inputTokens()).isEqualTo(5);
        });
        assertThat(counted(reason.wireName())).isEqualTo(2);
    }

    @Test
    void mixesNoVectorsOfTwoModels() {
        server.answers(RemoteEmbeddingsIT::vectors)
                .answers(request ->
                        Answer.json(200, vectors(request).parts().get(0).replace("embedder-1", "embedder-2")));

        Embeddings embeddings = embed(Map.of("batch_size", 1, "max_concurrent", 1), texts(2));

        assertThat(embeddings.outcomes().get(0)).isInstanceOf(Embedded.class);
        assertThat(embeddings.outcomes().get(1))
                .isEqualTo(new Rejected(Reason.MODEL, "the vector is of embedder-2, others of embedder-1"));
    }

    @Test
    void letsAnotherIntegrationOfTheSameModelEmbedWhatIsLeft() {
        server.answers(RemoteEmbeddingsIT::vectors).answers(500, "{}");
        Map<String, Object> one = Map.of("batch_size", 1, "max_concurrent", 1, "max_attempts", 1);
        List<BatchAttempt> told = new CopyOnWriteArrayList<>();

        try (ProviderStub other = new ProviderStub().answers(RemoteEmbeddingsIT::vectors)) {
            Integration first = integration(server, one);
            Integration second = integration(other, Map.of());
            Embeddings embeddings =
                    embed(new EmbeddingOrder(PAYER, texts(3), null, true, told::add), List.of(first, second));

            assertThat(embeddings.outcomes()).hasOnlyElementsOfType(Embedded.class);
            assertThat(server.requests())
                    .as("the third is not sent to who failed at the second")
                    .hasSize(2);
            assertThat(other.requests()).hasSize(1);
            assertThat(told).extracting(BatchAttempt::texts).containsExactly(List.of(0), List.of(1), List.of(1, 2));
            assertThat(told)
                    .extracting(batch -> batch.attempt().number())
                    .as("attempts of one call")
                    .containsExactly(1, 2, 3);
            assertThat(told.get(2).attempt().integrationId()).isEqualTo(second.id());
        }
    }

    @Test
    void sendsNoMoreOnceAllOrNothingCannotBeAll() {
        server.answers(RemoteEmbeddingsIT::refusingBadTexts);
        List<String> texts = texts(64);
        texts.set(5, "bad");
        texts.set(40, "bad");

        Embeddings embeddings = embed(
                new EmbeddingOrder(PAYER, texts, null, true, attempt -> {}),
                List.of(integration(server, Map.of("batch_size", 8, "max_concurrent", 1))));

        assertThat(server.requests().size()).isLessThanOrEqualTo(1 + 3 + 1);
        assertThat(embeddings.outcomes().get(5)).isInstanceOf(Rejected.class);
        assertThat(embeddings.outcomes().get(40)).isEqualTo(new Skipped());
    }

    @Test
    void asksForDimensionsAndInsistsOnThem() {
        server.answers(RemoteEmbeddingsIT::vectors);

        Embeddings embeddings = embed(
                new EmbeddingOrder(PAYER, texts(1), 3, true, attempt -> {}), List.of(integration(server, Map.of())));

        assertThat(server.requests().get(0).body()).contains("\"dimensions\":3");
        assertThat(embeddings.outcomes())
                .containsExactly(new Rejected(Reason.DIMENSION, "the vector has 2 dimensions, the model 3"));
    }

    @Test
    void saysWhatABatchCostByThePriceThatWasQuoted() {
        server.answers(RemoteEmbeddingsIT::vectors);
        usage.decides(request -> Answer.json(
                201,
                "{\"status\":\"admitted\",\"estimated_cost\":\"0.1\",\"warnings\":[],"
                        + "\"price\":{\"input_per_token\":\"0.00000002\"}}"));

        assertThat(embed(Map.of(), texts(5)).attempts()).singleElement().satisfies(batch -> {
            assertThat(batch.cost()).isEqualByComparingTo("0.0000007");
            assertThat(batch.textTokens()).hasSize(5);
            assertThat(batch.textTokens().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(batch.attempt().inputTokens());
        });
    }

    @Test
    void letsABatchWaitWhileAnotherIsAskedToWait() {
        server.answers(429, "{}", "Retry-After", "1").answers(RemoteEmbeddingsIT::vectors);

        Embeddings embeddings = embed(Map.of("batch_size", 1, "max_concurrent", 1), texts(3));
        Embeddings others = embed(Map.of("batch_size", 1), texts(3));

        assertThat(embeddings.outcomes()).hasOnlyElementsOfType(Embedded.class);
        assertThat(others.outcomes()).hasOnlyElementsOfType(Embedded.class);
    }

    @Test
    void waitsAsAskedAndTriesAgain() {
        server.answers(429, "{}", "Retry-After", "0").answers(503, "{}").answers(RemoteEmbeddingsIT::vectors);

        Embeddings embeddings = embed(Map.of(), texts(2));

        assertThat(embeddings.outcomes()).hasOnlyElementsOfType(Embedded.class);
        assertThat(outcomes(embeddings)).containsExactly(Outcome.THROTTLED, Outcome.FAILED, Outcome.SUCCEEDED);
        assertThat(usage.reservations()).hasSize(3).allSatisfy(asked -> assertThat(
                        asked.path("replay_id").asText())
                .isEqualTo(REPLAY.toString()));
    }

    @Test
    void leavesALongWaitToTheCaller() {
        server.answers(429, "{}", "Retry-After", "120");

        assertThat(embed(Map.of(), texts(1)).outcomes())
                .containsExactly(new Unserved("HTTP 429", true, Duration.ofSeconds(120)));
    }

    @Test
    void saysWhatAnUnreadableAnswerWasAndThatItMayBeBilled() {
        server.answers(200, "<html>Sign in</html>").answers(200, "{\"data\"");

        Embeddings html = embed(Map.of(), texts(1));
        Embeddings invalid = embed(Map.of(), texts(1));

        assertThat(html.outcomes()).containsExactly(new Unserved("the answer is HTML, not JSON", false, null));
        assertThat(invalid.outcomes()).containsExactly(new Unserved("the answer is invalid JSON", false, null));
        assertThat(outcomes(html)).containsExactly(Outcome.UNANSWERED);
        assertThat(counted("the_answer_is_html_not_json")).isEqualTo(1);
        assertThat(counted("the_answer_is_invalid_json")).isEqualTo(1);
    }

    @Test
    void givesUpOnAProviderThatHangs() {
        server.hangs();

        Embeddings embeddings = embed(Map.of("timeout_ms", 200, "max_attempts", 2), texts(1));

        assertThat(embeddings.outcomes()).containsExactly(new Unserved("timed out", true, null));
        assertThat(outcomes(embeddings)).containsExactly(Outcome.UNANSWERED, Outcome.UNANSWERED);
        assertThat(usage.released()).isEmpty();
        assertThat(counted("timed_out")).isEqualTo(1);
    }

    @Test
    void givesUpOnAnAnswerThatTrickles() {
        server.beginsAndHangs("{\"data\":[");

        Embeddings embeddings = embed(Map.of("timeout_ms", 300, "max_attempts", 1), texts(1));

        assertThat(embeddings.outcomes()).containsExactly(new Unserved("answered too slowly", true, null));
        assertThat(outcomes(embeddings)).containsExactly(Outcome.UNANSWERED);
        assertThat(counted("answered_too_slowly")).isEqualTo(1);
    }

    @Test
    void sendsNothingOverTheBudget() {
        server.answers(RemoteEmbeddingsIT::vectors);
        usage.refusesOverBudget("block");

        Embeddings embeddings = embed(Map.of("batch_size", 1), texts(3));

        assertThat(embeddings.outcomes()).hasSize(3).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOfSatisfying(
                        OverBudget.class, over -> assertThat(over.degrade()).isFalse()));
        assertThat(server.requests()).isEmpty();
        assertThat(embeddings.attempts()).isEmpty();
        assertThat(counted("over_budget")).isEqualTo(3);
    }

    @Test
    void sendsNothingThatHasNoPrice() {
        server.answers(RemoteEmbeddingsIT::vectors);
        usage.decides(request ->
                Answer.json(422, "{\"type\":\"urn:problem:unknown-price\",\"detail\":\"embedder has none\"}"));

        assertThat(embed(Map.of(), texts(1)).outcomes()).containsExactly(new Unpriced("embedder has none"));
        assertThat(server.requests()).isEmpty();
        assertThat(counted("unknown_price")).isEqualTo(1);
    }

    private static List<Outcome> outcomes(Embeddings embeddings) {
        return embeddings.attempts().stream()
                .map(Embeddings.BatchAttempt::attempt)
                .map(Attempt::outcome)
                .toList();
    }

    private double counted(String outcome) {
        return meters.get("colophon.ai.vectors")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private Embeddings embed(Map<String, Object> performance, List<String> texts) {
        return embed(EmbeddingOrder.of(PAYER, texts), List.of(integration(server, performance)));
    }

    private static Integration integration(ProviderStub provider, Map<String, Object> performance) {
        return Integrations.chatting("openai_compatible", provider.url("/v1"), "embedder")
                .model(Map.of("model", "embedder", "dimensions", 2))
                .performance(new HashMap<>(performance))
                .build();
    }

    private Embeddings embed(EmbeddingOrder order, List<Integration> integrations) {
        Clock clock = Clock.systemUTC();
        GuardLimits limits = new GuardLimits(
                Duration.ofSeconds(5),
                3,
                Duration.ofMillis(5),
                Duration.ofSeconds(2),
                1_000,
                Duration.ofSeconds(1),
                null,
                8,
                50,
                Duration.ofSeconds(30));
        RemoteEmbeddings embeddings = new RemoteEmbeddings(
                new ProviderModels(
                        new ProviderConnections(clock, AddressRule.ANY), Duration.ofSeconds(5), Optional::empty),
                () -> {
                    throw new IllegalStateException("nothing is sealed here");
                },
                new IntegrationGuards(GuardFactory.standalone(clock), limits),
                new PaidAttempts(usage.admissions()),
                threads,
                (attempt, target) -> {},
                meters,
                clock);
        return Objects.requireNonNull(embeddings
                .embed(order, integrations)
                .contextWrite(ReplayContext.of(REPLAY))
                .block(Duration.ofSeconds(20)));
    }

    private static List<String> texts(int count) {
        return new ArrayList<>(
                IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList());
    }

    private static Answer refusingBadTexts(Request request) {
        return inputs(request).stream().anyMatch(text -> text.startsWith("bad"))
                ? Answer.json(400, "{}")
                : vectors(request);
    }

    /** Each text is a number, which its vector begins with; 7 tokens a text. */
    private static Answer vectors(Request request) {
        List<String> inputs = inputs(request);
        String[] rows = new String[inputs.size()];
        Arrays.setAll(rows, i -> "{\"index\":" + i + ",\"embedding\":[" + inputs.get(i) + ",1]}");
        return Answer.json(
                200,
                "{\"model\":\"embedder-1\",\"data\":[" + String.join(",", rows) + "],\"usage\":{\"prompt_tokens\":"
                        + 7 * inputs.size() + "}}");
    }

    private static List<String> inputs(Request request) {
        try {
            List<String> inputs = new ArrayList<>();
            for (JsonNode input : JSON.readTree(request.body()).path("input")) {
                inputs.add(input.asText());
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
