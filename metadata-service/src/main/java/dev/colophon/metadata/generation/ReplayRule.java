package dev.colophon.metadata.generation;

import dev.colophon.metadata.draft.Authorship;
import dev.colophon.metadata.project.MetadataStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a replay has anything to do about a project. */
final class ReplayRule {

    /**
     * Who wrote the metadata that there is.
     *
     * @param askedOf null where that was not written down
     * @param servedBy the model that served
     */
    record Writing(@Nullable String askedOf, String servedBy, String promptVersion) {

        boolean isBy(Authorship author) {
            return Optional.ofNullable(askedOf)
                    .map(asked -> new Authorship(asked, promptVersion).equals(author))
                    .orElseGet(() -> author.mayHaveServedAs(servedBy, promptVersion));
        }
    }

    /**
     * Where a project stands.
     *
     * @param wanted whether it is to have metadata by itself
     * @param saysSomething whether there is more to go by than a name
     * @param writing null where there is no metadata
     * @param sameText whether it was written from what the client says about the project now
     * @param itemsChanged whether so many items have changed since that it is worth writing anew
     */
    record Standing(
            MetadataStatus status,
            boolean wanted,
            boolean saysSomething,
            @Nullable Writing writing,
            boolean sameText,
            boolean itemsChanged) {}

    private ReplayRule() {}

    /**
     * What is on its way is left alone: it is being written by the present author. Where the client wants no metadata by
     * itself, only force writes anew what it once asked for.
     */
    static boolean hasWork(Standing project, Authorship author, boolean force) {
        if (isOnItsWay(project.status()) || !project.saysSomething()) {
            return false;
        }
        Writing writing = project.writing();
        if (!project.wanted()) {
            return force && writing != null;
        }
        return force
                || writing == null
                || project.status() == MetadataStatus.FAILED
                || !writing.isBy(author)
                || !project.sameText()
                || project.itemsChanged();
    }

    static boolean isOnItsWay(MetadataStatus status) {
        return status == MetadataStatus.QUEUED || status == MetadataStatus.IN_PROGRESS;
    }
}
