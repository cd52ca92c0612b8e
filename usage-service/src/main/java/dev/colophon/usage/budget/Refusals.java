package dev.colophon.usage.budget;

import dev.colophon.web.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Refused admissions as problems, with the numbers. */
final class Refusals {

    private Refusals() {}

    /** What was admitted, now or before, or the problem that says why it was not. */
    static Reservation admitted(Admission admission) {
        if (admission instanceof Admission.Admitted admitted) {
            return admitted.reservation();
        }
        if (admission instanceof Admission.Known known) {
            if (known.reservation().state() == Reservation.State.RELEASED) {
                throw ProblemException.conflict("The reservation was given back");
            }
            return known.reservation();
        }
        if (admission instanceof Admission.UnknownPrice unknown) {
            throw ProblemException.unprocessable("No price is known of " + unknown.model() + " at " + unknown.provider()
                            + ", and the policy refuses what cannot be priced")
                    .with(Map.of("type", "unknown-price"));
        }
        if (admission instanceof Admission.Taken taken) {
            throw ProblemException.conflict("The id " + taken.id() + " is taken");
        }
        throw overLimit((Admission.OverLimit) admission);
    }

    private static ProblemException overLimit(Admission.OverLimit over) {
        String period = over.period();
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put(period == null ? "cap" : "limit", over.limit().toPlainString());
        numbers.put("spent", over.balance().spent().toPlainString());
        numbers.put("unconfirmed", over.balance().unconfirmed().toPlainString());
        numbers.put("reserved", over.balance().reserved().toPlainString());
        numbers.put("requested", over.requested().toPlainString());
        if (period != null) {
            numbers.put("period", period);
        }
        numbers.put("scope", over.scope());
        numbers.put("on_limit", over.onLimit());
        return ProblemException.paymentRequired(
                period == null
                        ? "What is set aside for the replay is used up"
                        : "The limit of the " + over.scope() + " for the " + period + " would be crossed",
                numbers);
    }
}
