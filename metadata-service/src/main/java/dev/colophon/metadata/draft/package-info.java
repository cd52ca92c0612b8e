/** Writes metadata from a project's content: language models in turn, local generation last. */
@NullMarked
package dev.colophon.metadata.draft;

import org.jspecify.annotations.NullMarked;
