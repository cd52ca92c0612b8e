/** From a request for metadata to metadata: one state per project, leased work, one result per request. */
@NullMarked
package dev.colophon.metadata.generation;

import org.jspecify.annotations.NullMarked;
