package dev.colophon.usage.price;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dated prices. A model that is not on the list, or was not yet, has no price: that is not a price of zero. */
public record PriceList(List<Price> prices) {

    private static final Pattern RELEASE_DATE = Pattern.compile("-\\d{4}-\\d{2}-\\d{2}$");

    public PriceList {
        prices = List.copyOf(prices);
    }

    /**
     * The price in force at an instant. A dated release of a model, such as {@code gpt-4o-mini-2024-07-18}, has the
     * model's price unless the list names the release itself.
     */
    public Optional<Price> inForce(String provider, String model, Instant at) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        return named(provider, model, day)
                .or(() -> named(provider, RELEASE_DATE.matcher(model).replaceFirst(""), day));
    }

    private Optional<Price> named(String provider, String model, LocalDate day) {
        return prices.stream()
                .filter(price -> price.provider().equals(provider)
                        && price.model().equals(model)
                        && !price.effectiveFrom().isAfter(day))
                .max(Comparator.comparing(Price::effectiveFrom));
    }
}
