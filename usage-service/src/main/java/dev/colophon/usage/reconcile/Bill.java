package dev.colophon.usage.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of one side: a call, or what a model's calls of a day add up to.
 *
 * @param callId the provider's; null for a sum
 * @param tokens null where not said
 * @param cost USD; null where not known
 */
record Bill(
        LocalDate day,
        String model,
        @Nullable String callId,
        @Nullable Long tokens,
        @Nullable BigDecimal cost) {

    private static final Pattern RELEASE_DATE = Pattern.compile("-\\d{4}-?\\d{2}-?\\d{2}$");

    /** Day and model, whatever release or provider the name of the model tells of. */
    String dayAndModel() {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return day + " " + RELEASE_DATE.matcher(name).replaceFirst("");
    }

    Bill plus(Bill other) {
        return new Bill(day, model, null, sum(tokens, other.tokens), sum(cost, other.cost));
    }

    Bill withoutCall() {
        return new Bill(day, model, null, tokens, cost);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(one + other);
    }

    private static @Nullable BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null ? other : other == null ? one : one.add(other);
    }
}
