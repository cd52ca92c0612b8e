package dev.colophon.usage.catalogue;

import dev.colophon.usage.price.PriceView;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model that a client can use.
 *
 * @param name what it is asked for by
 * @param integrationId null for a model that comes with the product
 * @param dimensions of its vectors; null for a model that makes none, or where unknown
 * @param price in force now; null where unknown
 * @param priceStatus {@code free}, {@code known} or {@code unknown}
 */
record ModelView(
        String name,
        String provider,
        @Nullable UUID integrationId,
        @Nullable String integration,
        Set<String> capabilities,
        @Nullable Integer dimensions,
        @Nullable Integer maxInputTokens,
        @Nullable Integer maxOutputTokens,
        @Nullable PriceView price,
        String priceStatus) {}
