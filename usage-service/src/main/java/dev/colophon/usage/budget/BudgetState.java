package dev.colophon.usage.budget;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How spending stands to its limits. */
enum BudgetState {
    OK,
    SOFT_EXCEEDED,
    EXHAUSTED;

    /** A limit is reached, not only crossed: at it nothing more that costs is admitted. */
    static BudgetState of(BigDecimal committed, @Nullable BigDecimal soft, @Nullable BigDecimal hard) {
        if (hard != null && committed.compareTo(hard) >= 0) {
            return EXHAUSTED;
        }
        return soft != null && committed.compareTo(soft) >= 0 ? SOFT_EXCEEDED : OK;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
