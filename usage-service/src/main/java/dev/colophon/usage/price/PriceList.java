package dev.colophon.usage.price;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Dated prices, in memory. A model that is not on the list, or was not yet, has no price: that is not a price of zero. An
 * operator's price counts, from its first day, before any published one.
 *
 * <p>The list of a running service is replaced as a whole when prices change; work that needs one list throughout takes a
 * {@link #snapshot}.
 */
public final class PriceList {

    private static final Pattern RELEASE_DATE = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|20\\d{6})$");

    /** Latest first, the operator's before the published. */
    private static final Comparator<Price> PRECEDENCE = Comparator.comparing(
                    (Price price) -> price.provenance().origin())
            .thenComparing(Price::effectiveFrom)
            .reversed();

    private record Contents(String version, List<Price> prices, Map<String, List<Price>> byModel) {

        static Contents of(String version, List<Price> prices) {
            Map<String, List<Price>> byModel = prices.stream()
                    .collect(Collectors.groupingBy(
                            price -> key(price.provider(), price.model()),
                            Collectors.collectingAndThen(
                                    Collectors.toList(),
                                    same -> same.stream().sorted(PRECEDENCE).toList())));
            return new Contents(version, List.copyOf(prices), byModel);
        }
    }

    private volatile Contents contents;

    /** A list that belongs to no revision. */
    public PriceList(List<Price> prices) {
        this("0", prices);
    }

    PriceList(String version, List<Price> prices) {
        this.contents = Contents.of(version, prices);
    }

    private PriceList(Contents contents) {
        this.contents = contents;
    }

    /**
     * The price in force at an instant. A dated release of a model, such as {@code gpt-4o-mini-2024-07-18}, has the
     * model's price unless the list names the release itself.
     */
    public Optional<Price> inForce(String provider, String model, Instant at) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        Map<String, List<Price>> byModel = contents.byModel();
        return named(byModel, provider, model, day)
                .or(() -> named(byModel, provider, RELEASE_DATE.matcher(model).replaceFirst(""), day));
    }

    /** Names the list's content: the revision it was made at and the beginning of a hash over all its prices. */
    public String version() {
        return contents.version();
    }

    public List<Price> prices() {
        return contents.prices();
    }

    /** The list as it is now, for good. */
    public PriceList snapshot() {
        return new PriceList(contents);
    }

    /**
     * Gives way to another list, unless that is of an earlier revision; readers see either the one or the other.
     *
     * @return whether it did
     */
    synchronized boolean giveWayTo(PriceList newer) {
        boolean later = newer.revision() > revision();
        if (later) {
            contents = newer.contents;
        }
        return later;
    }

    private long revision() {
        String version = contents.version();
        int dash = version.indexOf('-');
        return Long.parseLong(dash < 0 ? version : version.substring(0, dash));
    }

    private static Optional<Price> named(
            Map<String, List<Price>> byModel, String provider, String model, LocalDate day) {
        return byModel.getOrDefault(key(provider, model), List.of()).stream()
                .filter(price -> !price.effectiveFrom().isAfter(day))
                .findFirst();
    }

    private static String key(String provider, String model) {
        return provider + "/" + model;
    }

    /** Each price by what identifies it within one origin. */
    static Map<String, Price> byIdentity(List<Price> prices) {
        return prices.stream()
                .collect(Collectors.toMap(
                        Price::identity, Function.identity(), (first, second) -> second, TreeMap::new));
    }
}
