package dev.colophon.metadata.project;

import dev.colophon.events.Ids;
import java.util.UUID;

/** The request for metadata that comes with creating a project: both who creates and who hears of it know its id. */
public final class CreationRequest {

    private CreationRequest() {}

    public static UUID idFor(UUID projectId) {
        return Ids.derived("metadata-request", projectId.toString(), "created");
    }
}
