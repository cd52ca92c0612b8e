package dev.colophon.usage.price;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.usage.price.LiteLlmPriceMap.Read;
import dev.colophon.usage.price.LiteLlmPriceMap.Skipped;
import dev.colophon.usage.price.Provenance.Origin;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes over prices from LiteLLM's price map: those that are new or differ on their day, beside what the operator has. */
@Component
class PriceImport {

    private static final int SHOWN = 200;

    /** A price that the import changes; {@code before} is null for a model that had none. */
    record Change(
            @Nullable PriceView before,
            PriceView after,
            @Nullable String note) {}

    /**
     * What an import did or would do.
     *
     * @param version of the list in force afterwards
     * @param skipped the first {@value #SHOWN} of those that cannot be prices here
     */
    record Report(
            boolean dryRun,
            String version,
            LocalDate effectiveFrom,
            int added,
            int changed,
            int unchanged,
            int skippedCount,
            List<Change> changes,
            List<Skipped> skipped) {}

    /** What the map says beside the prices as they are. */
    private record Comparison(PriceList current, List<Change> changes, List<Price> operators)
            implements PriceLists.Edit {

        static Comparison of(PriceList current, LiteLlmPriceMap map, LocalDate effective) {
            List<Change> changes = new ArrayList<>();
            Map<String, Price> operators = PriceList.byIdentity(current.prices().stream()
                    .filter(price -> price.provenance().origin() == Origin.OPERATOR)
                    .toList());
            for (Read entry : map.read()) {
                Price after = entry.price();
                Optional<Price> before = current.inForce(
                                after.provider(),
                                after.model(),
                                effective.atStartOfDay(ZoneOffset.UTC).toInstant())
                        .filter(price -> price.model().equals(after.model()));
                if (before.filter(after::sameAmounts).isEmpty()) {
                    operators.putAll(PriceList.byIdentity(List.of(after)));
                    changes.add(new Change(before.map(PriceView::of).orElse(null), PriceView.of(after), entry.note()));
                }
            }
            return new Comparison(current, changes, List.copyOf(operators.values()));
        }
    }

    private final PriceList inForce;
    private final PriceLists lists;
    private final Clock clock;

    PriceImport(PriceList inForce, PriceLists lists, Clock clock) {
        this.inForce = inForce;
        this.lists = lists;
        this.clock = clock;
    }

    /** @param from the first day of the new prices; null for today */
    Mono<Report> run(JsonNode map, @Nullable LocalDate from, boolean dryRun, String who) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate effective = from == null ? today : from;
        LiteLlmPriceMap read = LiteLlmPriceMap.of(map, effective, today);
        Function<PriceList, Comparison> compare = current -> Comparison.of(current, read, effective);
        return dryRun
                ? lists.current()
                        .map(compare)
                        .map(seen -> report(true, seen.current().version(), effective, read, seen.changes()))
                : lists.edit(compare, who, "imported from LiteLLM's price map")
                        .map(made -> report(false, inForce.version(), effective, read, made.changes()));
    }

    private static Report report(
            boolean dryRun, String version, LocalDate from, LiteLlmPriceMap read, List<Change> changes) {
        int added =
                (int) changes.stream().filter(change -> change.before() == null).count();
        return new Report(
                dryRun,
                version,
                from,
                added,
                changes.size() - added,
                read.read().size() - changes.size(),
                read.skipped().size(),
                changes,
                read.skipped().stream().limit(SHOWN).toList());
    }
}
