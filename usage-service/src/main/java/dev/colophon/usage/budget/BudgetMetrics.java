package dev.colophon.usage.budget;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts what becomes of paid attempts and of budgets, as {@link BudgetMeter} says. */
@Component
class BudgetMetrics {

    private final MeterRegistry meters;

    BudgetMetrics(MeterRegistry meters) {
        this.meters = meters;
        // a rate needs to know that there was none before the first
        List.of("admitted", "ahead", "over_limit", "unknown_price")
                .forEach(outcome -> BudgetMeter.ADMISSIONS.counter(meters, outcome));
    }

    void answered(Admission admission) {
        BudgetMeter.ADMISSIONS.counter(meters, outcome(admission)).increment();
    }

    /** So many were reserved before their attempts came. */
    void ahead(int reserved) {
        BudgetMeter.ADMISSIONS.counter(meters, "ahead").increment(reserved);
    }

    void changed(Window window, BudgetState state) {
        BudgetMeter.CHANGES
                .counter(meters, window.scope(), window.period().wireName(), state.wireName())
                .increment();
    }

    private static String outcome(Admission admission) {
        if (admission instanceof Admission.Admitted) {
            return "admitted";
        }
        if (admission instanceof Admission.Known) {
            return "known";
        }
        if (admission instanceof Admission.UnknownPrice) {
            return "unknown_price";
        }
        if (admission instanceof Admission.OverLimit over) {
            return "replay".equals(over.scope()) ? "over_allowance" : "over_limit";
        }
        return "taken";
    }
}
