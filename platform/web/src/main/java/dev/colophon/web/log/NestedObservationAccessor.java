package dev.colophon.web.log;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;

/**
 * Opens no scope of an observation within another of the same. Reactor sets what its context holds again and again, for each
 * signal that passes a {@code contextWrite}, and opening a scope tells every handler of observations.
 */
final class NestedObservationAccessor extends ObservationThreadLocalAccessor {

    @Override
    public void setValue(Observation next) {
        if (next != getValue()) {
            super.setValue(next);
        }
    }

    @Override
    public void restore(Observation previous) {
        if (previous != getValue()) {
            super.restore(previous);
        }
    }
}
