package dev.colophon.metadata.content;

import java.time.Duration;

/**
 * Decides when changed items are worth new metadata. A project's first items are, at once. After that a change is worth
 * it when it is large beside what is known, and, while items still stream in, only when they have doubled: an import
 * costs as many generations as the number of its items has doublings, and one more at its end.
 */
public final class RefreshPolicy {

    /** Where projects wait whose items have changed. */
    public static final String QUEUE = "metadata-refresh";

    private final RefreshProperties settings;

    RefreshPolicy(RefreshProperties settings) {
        this.settings = settings;
    }

    /** What is to be done about the changes of a project now. */
    public enum Verdict {
        REFRESH,
        LOOK_AGAIN,
        LEAVE
    }

    /**
     * How a project's items stand to its metadata.
     *
     * @param revision counts item changes
     * @param usedRevision the revision that the metadata was generated from; 0 where no items were
     * @param frontPageRevision the revision that changed a front page last
     * @param sinceLastChange how long nothing has changed
     */
    public record Standing(long revision, long usedRevision, long frontPageRevision, Duration sinceLastChange) {}

    /** How long to wait before looking at changes, the first of which has waited for {@code waited} already. */
    Duration delay(Duration waited) {
        Duration left = settings.patience().minus(waited);
        Duration delay = left.compareTo(settings.quiet()) < 0 ? left : settings.quiet();
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    /** Between two looks at a project whose items keep coming. */
    public Duration pause() {
        return settings.quiet();
    }

    public Verdict judge(Standing standing) {
        long changed = standing.revision() - standing.usedRevision();
        if (changed <= 0) {
            return Verdict.LEAVE;
        }
        if (standing.usedRevision() == 0 || standing.frontPageRevision() > standing.usedRevision()) {
            return Verdict.REFRESH;
        }
        if (standing.sinceLastChange().compareTo(settings.quiet()) < 0) {
            return changed >= standing.usedRevision() ? Verdict.REFRESH : Verdict.LOOK_AGAIN;
        }
        boolean enough = changed >= settings.count() || changed >= settings.share() * standing.usedRevision();
        return enough ? Verdict.REFRESH : Verdict.LEAVE;
    }
}
