package dev.colophon.metadata.generation;

import dev.colophon.metadata.content.ProjectContent;
import dev.colophon.metadata.draft.Authorship;
import dev.colophon.metadata.project.ProjectText;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to answer a request.
 *
 * @param asked whether somebody waits for it by name
 * @param number counts the runs of the project; only the latest may write
 * @param writtenFrom what metadata that there is was written from; null where there is none
 * @param text what the client wrote about the project, as the run found it
 * @param replay what a replay caused; null for live work
 */
record GenerationRun(
        UUID clientId,
        UUID projectId,
        UUID requestId,
        boolean asked,
        long number,
        @Nullable Source writtenFrom,
        ProjectText text,
        @Nullable Replayed replay) {

    /**
     * A run that a replay caused.
     *
     * @param writtenBy who wrote the metadata that there is; null where there is none
     * @param force whether it is to be written anew though nothing has changed
     */
    record Replayed(UUID id, ReplayRule.@Nullable Writing writtenBy, boolean force) {}

    /** The content that metadata is written from. */
    record Source(@Nullable String textHash, long itemsRevision) {}

    /** Whether somebody wants metadata written anew though nothing has changed. */
    boolean repeats(ProjectContent content) {
        return new Source(text.hash(), content.revision()).equals(writtenFrom);
    }

    /** Whether a replay finds done what it came for: its project's metadata says by now what it would say. */
    boolean isDone(ProjectContent content, Authorship author) {
        return replay != null && !replay.force() && isSame(content, author);
    }

    /** Whether a kept result is of no use. */
    boolean wantsAnew(ProjectContent content, Authorship author) {
        return replay == null ? repeats(content) : replay.force() && isSame(content, author);
    }

    private boolean isSame(ProjectContent content, Authorship author) {
        return replay != null
                && replay.writtenBy() != null
                && replay.writtenBy().isBy(author)
                && repeats(content);
    }
}
