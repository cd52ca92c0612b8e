package dev.colophon.usage.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** Counts what the ledger writes, as {@link LedgerMeter} says. */
@Component
class LedgerMetrics {

    private final MeterRegistry meters;

    LedgerMetrics(MeterRegistry meters) {
        this.meters = meters;
        LedgerMeter.RECORDED.counter(meters);
    }

    /** @param changed entries that are new, or say something else than before */
    void wrote(Collection<Entry> changed) {
        LedgerMeter.RECORDED.counter(meters).increment(changed.size());
        for (Entry entry : changed) {
            LedgerMeter.ATTEMPTS
                    .counter(meters, entry.provider(), entry.model(), entry.costStatus())
                    .increment();
            double cost = entry.confirmed().doubleValue();
            if (cost > 0) {
                LedgerMeter.COST
                        .counter(meters, entry.provider(), entry.model(), entry.operation())
                        .increment(cost);
            }
        }
    }

    /** Corrections are entries of their own. */
    void adjusted(int count) {
        LedgerMeter.RECORDED.counter(meters).increment(count);
    }
}
