package dev.colophon.metadata.generation;

import dev.colophon.metadata.content.ProjectContent;
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
 */
record GenerationRun(
        UUID clientId,
        UUID projectId,
        UUID requestId,
        boolean asked,
        long number,
        @Nullable Source writtenFrom,
        ProjectText text) {

    /** The content that metadata is written from. */
    record Source(@Nullable String textHash, long itemsRevision) {}

    /** Whether somebody wants metadata written anew though nothing has changed. */
    boolean repeats(ProjectContent content) {
        return new Source(text.hash(), content.revision()).equals(writtenFrom);
    }
}
