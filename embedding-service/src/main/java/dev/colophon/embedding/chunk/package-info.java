/** Items cut into chunks, and the state of every chunk. */
@NullMarked
package dev.colophon.embedding.chunk;

import org.jspecify.annotations.NullMarked;
