package dev.colophon.usage.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FallbackChainTests {

    @Test
    void endsWhereNoFallbackIsNamed() {
        Integration last = llm(3, null);
        Integration middle = llm(2, last);

        assertThat(FallbackChain.refusal(llm(1, null), Map.of())).isEmpty();
        assertThat(FallbackChain.refusal(llm(1, middle), byId(middle, last))).isEmpty();
    }

    @Test
    void refusesItself() {
        Integration one = llm(1, null);

        assertThat(FallbackChain.refusal(llm(1, one), byId(one))).contains("must not be the integration itself");
    }

    @Test
    void refusesACycleHoweverLong() {
        Integration first = llm(1, null);
        Integration third = llm(3, first);
        Integration second = llm(2, third);

        assertThat(FallbackChain.refusal(llm(1, second), byId(first, second, third)))
                .contains("would make a cycle of fallbacks");
        assertThat(FallbackChain.refusal(llm(1, third), byId(first, second, third)))
                .contains("would make a cycle of fallbacks");
    }

    @Test
    void refusesWhatIsNotThereOrCannotServe() {
        Integration embedding = integration(2, Subtype.EMBEDDING, null, null);
        Integration gateway = integration(3, Subtype.GATEWAY, null, null);

        assertThat(FallbackChain.refusal(llm(1, embedding), Map.of())).contains("there is no such integration");
        assertThat(FallbackChain.refusal(llm(1, embedding), byId(embedding)))
                .contains("is for embedding and cannot stand in for llm");
        assertThat(FallbackChain.refusal(llm(1, gateway), byId(gateway))).isEmpty();
        assertThat(FallbackChain.refusal(integration(1, Subtype.GATEWAY, embedding, null), byId(embedding)))
                .isPresent();
    }

    @Test
    void refusesVectorsThatCannotBeCompared() {
        Integration short384 = integration(2, Subtype.EMBEDDING, null, 384);

        assertThat(FallbackChain.refusal(integration(1, Subtype.EMBEDDING, short384, 1536), byId(short384)))
                .contains("makes vectors of 384 numbers instead of 1536, which cannot be compared");
        assertThat(FallbackChain.refusal(integration(1, Subtype.EMBEDDING, short384, null), byId(short384)))
                .isEmpty();
    }

    @Test
    void refusesChainsThatKeepACallerWaiting() {
        Integration[] chain = new Integration[FallbackChain.MAX_HOPS + 1];
        Integration next = null;
        for (int i = chain.length - 1; i >= 0; i--) {
            next = llm(i + 10, next);
            chain[i] = next;
        }

        assertThat(FallbackChain.refusal(llm(1, chain[1]), byId(chain))).isEmpty();
        assertThat(FallbackChain.refusal(llm(1, chain[0]), byId(chain)))
                .contains("would make a chain of more than 5 fallbacks");
    }

    private static Integration llm(int id, @Nullable Integration fallback) {
        return integration(id, Subtype.LLM, fallback, null);
    }

    private static Integration integration(
            int id, Subtype subtype, @Nullable Integration fallback, @Nullable Integer dimensions) {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        if (dimensions != null) {
            model.put("dimensions", dimensions);
        }
        return new Integration(
                new UUID(0, id),
                IntegrationType.OPENAI,
                subtype,
                "integration " + id,
                null,
                null,
                JsonNodeFactory.instance.objectNode(),
                model,
                JsonNodeFactory.instance.objectNode(),
                fallback == null ? null : fallback.id(),
                true,
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static Map<UUID, Integration> byId(Integration... integrations) {
        return Arrays.stream(integrations).collect(Collectors.toMap(Integration::id, Function.identity()));
    }
}
