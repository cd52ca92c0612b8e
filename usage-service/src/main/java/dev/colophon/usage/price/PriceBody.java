package dev.colophon.usage.price;

import dev.colophon.usage.Days;
import dev.colophon.usage.price.Provenance.Origin;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /api/v1/ai/prices}: the operator's whole list.
 *
 * @param note why, for those who read the history
 */
record PriceBody(@Nullable List<Entry> prices, @Nullable String note) {

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,9}(\\.\\d{1,10})?");
    private static final int MAX_PRICES = 10_000;
    private static final int MAX_TEXT = 200;

    /**
     * @param input USD for a million tokens, as a decimal text
     * @param output left out for a model that writes none
     */
    record Entry(
            @Nullable String provider,
            @Nullable String model,
            @Nullable LocalDate effectiveFrom,
            @Nullable String input,
            @Nullable String cachedInput,
            @Nullable String output,
            @Nullable String source,
            @Nullable LocalDate checkedAt) {}

    /** @throws ProblemException naming every entry that is wrong */
    List<Price> checked() {
        if (prices == null || prices.size() > MAX_PRICES) {
            throw ProblemException.badRequest(
                    "The prices are not valid",
                    new FieldError("prices", "must be a list of at most " + MAX_PRICES + " prices"));
        }
        List<FieldError> errors = new ArrayList<>();
        if (note != null && !note.isBlank()) {
            requireText("note", note, errors);
        }
        List<Price> checked = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < prices.size(); i++) {
            String field = "prices[" + i + "]";
            Entry entry = prices.get(i);
            int before = errors.size();
            check(field, entry, errors);
            if (errors.size() > before) {
                continue;
            }
            Price price = price(entry);
            if (seen.add(price.identity())) {
                checked.add(price);
            } else {
                errors.add(new FieldError(field, "is the second price of its model and day"));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.badRequest("The prices are not valid", errors.toArray(FieldError[]::new));
        }
        return checked;
    }

    private static void check(String field, @Nullable Entry entry, List<FieldError> errors) {
        if (entry == null) {
            errors.add(new FieldError(field, "must be a price"));
            return;
        }
        requireText(field + ".provider", entry.provider(), errors);
        requireText(field + ".model", entry.model(), errors);
        if (entry.effectiveFrom() == null) {
            errors.add(new FieldError(field + ".effective_from", "is required"));
        }
        requireDay(field + ".effective_from", entry.effectiveFrom(), errors);
        requireDay(field + ".checked_at", entry.checkedAt(), errors);
        if (entry.source() != null && !entry.source().isBlank()) {
            requireText(field + ".source", entry.source(), errors);
        }
        if (entry.input() == null) {
            errors.add(new FieldError(field + ".input", "is required"));
        }
        requireAmount(field + ".input", entry.input(), errors);
        requireAmount(field + ".cached_input", entry.cachedInput(), errors);
        requireAmount(field + ".output", entry.output(), errors);
    }

    private static void requireText(String field, @Nullable String text, List<FieldError> errors) {
        if (text == null || text.isBlank() || text.length() > MAX_TEXT || text.indexOf('\u0000') >= 0) {
            errors.add(new FieldError(field, "must have 1 to " + MAX_TEXT + " characters"));
        }
    }

    private static void requireDay(String field, @Nullable LocalDate day, List<FieldError> errors) {
        if (day != null && !Days.areReckonable(day)) {
            errors.add(new FieldError(field, "must be in the years 1970 to 9999"));
        }
    }

    private static void requireAmount(String field, @Nullable String amount, List<FieldError> errors) {
        if (amount != null && !AMOUNT.matcher(amount).matches()) {
            errors.add(new FieldError(
                    field,
                    "must be an amount in USD for a million tokens, such as \"0.15\", with at most ten decimals"));
        }
    }

    private static Price price(Entry entry) {
        return new Price(
                String.valueOf(entry.provider()).strip(),
                String.valueOf(entry.model()).strip(),
                Objects.requireNonNull(entry.effectiveFrom()),
                new BigDecimal(String.valueOf(entry.input())),
                entry.cachedInput() == null ? null : new BigDecimal(entry.cachedInput()),
                entry.output() == null ? null : new BigDecimal(entry.output()),
                new Provenance(
                        Origin.OPERATOR,
                        entry.source() == null || entry.source().isBlank() ? "operator" : entry.source(),
                        entry.checkedAt(),
                        true));
    }
}
