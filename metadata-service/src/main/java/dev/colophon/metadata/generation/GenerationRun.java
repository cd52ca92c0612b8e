package dev.colophon.metadata.generation;

import dev.colophon.metadata.project.ProjectText;
import java.util.UUID;

/**
 * One attempt to answer a request.
 *
 * @param asked whether somebody waits for it by name
 * @param number counts the runs of the project; only the latest may write
 * @param text what the client wrote about the project, as the run found it
 */
record GenerationRun(UUID clientId, UUID projectId, UUID requestId, boolean asked, long number, ProjectText text) {}
