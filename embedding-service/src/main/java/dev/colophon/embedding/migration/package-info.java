/** Changes the model that a client searches with, without search going dark. */
@NullMarked
package dev.colophon.embedding.migration;

import org.jspecify.annotations.NullMarked;
