/** Suggests what belongs together across projects, and says why. */
@NullMarked
package dev.colophon.embedding.connection;

import org.jspecify.annotations.NullMarked;
