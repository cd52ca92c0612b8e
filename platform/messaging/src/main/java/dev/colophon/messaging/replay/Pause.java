package dev.colophon.messaging.replay;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a replay stands still.
 *
 * @param reason {@code requested}, {@code cap_reached}, {@code over_budget} or {@code error}
 * @param numbers {@code cap}, {@code spent}, {@code reserved} and {@code requested} as far as known
 */
public record Pause(String reason, @Nullable String detail, Map<String, BigDecimal> numbers) {

    public static final String REQUESTED = "requested";
    public static final String ERROR = "error";

    public Pause {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }
}
