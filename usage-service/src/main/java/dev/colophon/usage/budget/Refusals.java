package dev.colophon.usage.budget;

import dev.colophon.web.problem.ProblemException;
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
        return ProblemException.paymentRequired(
                "The limit of the " + over.scope() + " for the " + over.period() + " would be crossed",
                Map.of(
                        "limit", over.limit().toPlainString(),
                        "spent", over.balance().spent().toPlainString(),
                        "unconfirmed", over.balance().unconfirmed().toPlainString(),
                        "reserved", over.balance().reserved().toPlainString(),
                        "requested", over.requested().toPlainString(),
                        "period", over.period(),
                        "scope", over.scope(),
                        "on_limit", over.onLimit()));
    }
}
