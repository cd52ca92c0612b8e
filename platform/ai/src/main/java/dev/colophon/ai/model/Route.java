package dev.colophon.ai.model;

import java.util.List;

/**
 * Whom to ask for a call, in order.
 *
 * @param local whether what runs here may answer when none of them did
 */
record Route(List<Candidate> candidates, boolean local) {

    Route {
        candidates = List.copyOf(candidates);
    }
}
