package dev.colophon.embedding.openai;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Vectors in the order of the texts, and who served them.
 *
 * @param tokens that the model read
 * @param model that served
 */
record ServedEmbeddings(List<float[]> vectors, long tokens, String model, By by) {

    /**
     * How it came about.
     *
     * @param attempts that the call took, over all of its batches
     * @param integrations that served a part; none for the local model
     * @param cost US dollars; null where no price is known
     * @param fallback why not the first choice served; null where it did
     */
    record By(
            UUID callId,
            int attempts,
            String provider,
            List<UUID> integrations,
            @Nullable BigDecimal cost,
            @Nullable String fallback) {}

    void describe(HttpHeaders headers) {
        headers.set("x-colophon-call-id", by.callId().toString());
        headers.set("x-colophon-attempt", Integer.toString(by.attempts()));
        headers.set("x-colophon-provider", by.provider());
        headers.set("x-colophon-model", model);
        headers.set("x-colophon-cache", "miss");
        if (!by.integrations().isEmpty()) {
            headers.set(
                    "x-colophon-integration-id",
                    by.integrations().stream().map(UUID::toString).collect(Collectors.joining(",")));
        }
        BigDecimal cost = by.cost();
        if (cost != null) {
            headers.set("x-colophon-cost", cost.toPlainString());
        }
        if (by.fallback() != null) {
            headers.set("x-colophon-fallback", by.fallback());
        }
    }
}
