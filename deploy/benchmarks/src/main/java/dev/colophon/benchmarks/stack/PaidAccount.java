package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An account of the stack's client at a provider on loopback, with a price and a limit that is never reached, and its ledger. */
final class PaidAccount {

    /** What it is called by. */
    static final String NAME = "Benchmark";

    private static final int PATIENCE_SECONDS = 120;

    private PaidAccount() {}

    /**
     * Waits until the front door knows it.
     *
     * @param price {@code input} and, where there is one, {@code output}, in dollars a million tokens
     * @param modelConfig {@code model} and what else the provider is to know
     * @param operation that the client chooses it for
     */
    static void open(
            Stack stack,
            String url,
            String subtype,
            String operation,
            Map<String, String> price,
            Map<String, Object> modelConfig)
            throws IOException, InterruptedException {
        Map<String, Object> dated = new HashMap<>(price);
        dated.put("provider", "openai_compatible");
        dated.put("model", modelConfig.get("model"));
        dated.put("effective_from", LocalDate.EPOCH.toString());
        stack.put("/api/v1/ai/prices", Map.of("prices", List.of(dated)));
        Map<String, Object> integration = new HashMap<>();
        integration.put("type", "openai_compatible");
        integration.put("subtype", subtype);
        integration.put("name", NAME);
        integration.put("base_url", url);
        integration.put("credentials", Map.of("api_key", "of-nobody"));
        integration.put("model_config", modelConfig);
        String id = stack.post("/api/v1/integrations", integration).path("id").asText();
        stack.put("/api/v1/ai/configuration/models", Map.of("values", Map.of(operation, id)));
        // each call is held against it all the same
        stack.put(
                "/api/v1/ai/configuration/cost_limits",
                Map.of(
                        "values",
                        Map.of(
                                "limits",
                                List.of(Map.of(
                                        "scope", "client", "period", "day", "kind", "hard", "amount", "1000.00")))));
        for (int i = 0; i < PATIENCE_SECONDS && !isListed(stack); i++) {
            Thread.sleep(1_000);
        }
    }

    private static boolean isListed(Stack stack) throws IOException, InterruptedException {
        for (JsonNode model : stack.get("/v1/models").path("data")) {
            if (model.path("id").asText().equals(NAME)) {
                return true;
            }
        }
        return false;
    }

    /** The ledger's totals: when they count {@code requests}, or, where that is negative, when they stand still. */
    static JsonNode settled(Stack stack, long requests) throws IOException, InterruptedException {
        long last = -1;
        for (int i = 0; i < PATIENCE_SECONDS; i++) {
            JsonNode totals = totals(stack);
            long now = totals.path("total_requests").asLong();
            if (requests < 0 ? now == last : now >= requests) {
                return totals;
            }
            last = now;
            Thread.sleep(2_000);
        }
        throw new IOException("the ledger does not follow: " + totals(stack));
    }

    private static JsonNode totals(Stack stack) throws IOException, InterruptedException {
        return stack.get("/api/v1/ai/usage/summary?range=1d");
    }
}
