package dev.colophon.metadata.generation;

import dev.colophon.metadata.project.MetadataStatus;
import dev.colophon.metadata.project.ProjectMeta;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the metadata of a project stands, and what a new request changes. At most one request waits or runs, and at most
 * one more follows a running one.
 *
 * @param requestId the request that waits, runs or was answered last
 * @param asked whether somebody asked by hand for the one that waits or runs
 * @param followUpId the one more run that follows the running one
 */
record GenerationState(
        MetadataStatus status,
        @Nullable UUID requestId,
        boolean asked,
        @Nullable UUID followUpId,
        @Nullable ProjectMeta meta) {

    /** What is to be done about a request. */
    sealed interface Decision {}

    /** Nothing: there is metadata already. */
    record Exists(ProjectMeta meta) implements Decision {}

    /** A new request is queued. */
    record Queue(UUID requestId) implements Decision {}

    /** A request that came by itself waits; it now answers this one too. */
    record Adopt(UUID requestId) implements Decision {}

    /** One more run is to follow the running one. */
    record FollowUp(UUID requestId) implements Decision {}

    /** Nothing: this request is on its way and answers this one too. */
    record UnderWay(UUID requestId) implements Decision {}

    /**
     * Somebody asks.
     *
     * @param newId the id of the request if there is to be one
     */
    Decision ask(boolean force, UUID newId) {
        UUID current = current();
        if (current == null) {
            return meta != null && !force ? new Exists(meta) : new Queue(newId);
        }
        if (meta != null && !force && !asked) {
            return new Exists(meta);
        }
        if (status == MetadataStatus.QUEUED) {
            return asked ? new UnderWay(current) : new Adopt(current);
        }
        return force ? follow(newId) : new UnderWay(current);
    }

    /** The project changed: what waits will see the change, what runs may not. */
    Decision change(UUID newId) {
        UUID current = current();
        if (current == null) {
            return new Queue(newId);
        }
        return status == MetadataStatus.QUEUED ? new UnderWay(current) : follow(newId);
    }

    private Decision follow(UUID newId) {
        return followUpId == null ? new FollowUp(newId) : new UnderWay(followUpId);
    }

    private @Nullable UUID current() {
        return status == MetadataStatus.QUEUED || status == MetadataStatus.IN_PROGRESS ? requestId : null;
    }
}
