package dev.colophon.etl.upload;

import java.nio.file.Path;
import java.util.UUID;

/**
 * A file that a client has sent to a project.
 *
 * @param name as the client calls it
 * @param file where its bytes are for as long as they are needed
 */
record Upload(UUID clientId, UUID projectId, String name, Path file) {}
