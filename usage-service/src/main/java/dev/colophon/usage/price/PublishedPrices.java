package dev.colophon.usage.price;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.usage.price.Provenance.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The list prices that come with the service.
 *
 * @param sources where prices were taken from, by the name that prices give
 */
record PublishedPrices(Map<String, Source> sources, List<Entry> prices) {

    private static final String FILE = "prices.json";

    /** @param checkedAt null for a source that was not looked at for this list */
    record Source(String title, @Nullable LocalDate checkedAt) {}

    /** @param confidence {@code verified} where the source was looked at */
    record Entry(
            String provider,
            String model,
            LocalDate effectiveFrom,
            BigDecimal input,
            @Nullable BigDecimal cachedInput,
            @Nullable BigDecimal output,
            String source,
            String confidence) {}

    static List<Price> read(ObjectMapper json) {
        try (InputStream in = PublishedPrices.class.getResourceAsStream(FILE)) {
            return json.readValue(in, PublishedPrices.class).toPrices();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Price> toPrices() {
        return prices.stream().map(this::price).toList();
    }

    private Price price(Entry entry) {
        Source source = Objects.requireNonNull(sources.get(entry.source()), entry.source());
        return new Price(
                entry.provider(),
                entry.model(),
                entry.effectiveFrom(),
                entry.input(),
                entry.cachedInput(),
                entry.output(),
                new Provenance(
                        Origin.PUBLISHED,
                        source.title(),
                        source.checkedAt(),
                        entry.confidence().equals("verified")));
    }
}
