/** What models answered, kept for whoever asks the same again. */
@NullMarked
package dev.colophon.metadata.cache;

import org.jspecify.annotations.NullMarked;
