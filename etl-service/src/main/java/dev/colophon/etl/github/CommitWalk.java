package dev.colophon.etl.github;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what a branch has that is not known yet, in a list of its commits with the newest first. Follows parents and not
 * dates: what a merge brings in is new however old it is, and behind a rewritten history the walk ends where the known one
 * begins. Where clocks went wrong and a parent comes before its child, a known commit may be taken for new, never the other
 * way round.
 */
final class CommitWalk {

    private final Set<String> known;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> wanted = new HashSet<>();

    /** @param known commits whose ancestors are known too */
    CommitWalk(String head, Collection<String> known) {
        this.known = new HashSet<>(known);
        if (!this.known.contains(head)) {
            wanted.add(head);
        }
    }

    /** Whether a commit, the next of the list, is new. */
    boolean isNew(String sha, List<String> parents) {
        seen.add(sha);
        wanted.remove(sha);
        if (known.contains(sha)) {
            known.addAll(parents);
            parents.forEach(wanted::remove);
            return false;
        }
        for (String parent : parents) {
            if (!known.contains(parent) && !seen.contains(parent)) {
                wanted.add(parent);
            }
        }
        return true;
    }

    /** Adds a commit whose ancestors are known. */
    void know(String sha) {
        known.add(sha);
        wanted.remove(sha);
    }

    /** Whether the rest of the list is known. */
    boolean done() {
        return wanted.isEmpty();
    }
}
