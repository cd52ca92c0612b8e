/** Projects of clients: created, changed, found by tag, deleted. */
@NullMarked
package dev.colophon.metadata.project;

import org.jspecify.annotations.NullMarked;
