/** What a project says: its own text and a bounded digest of its items. */
@NullMarked
package dev.colophon.metadata.content;

import org.jspecify.annotations.NullMarked;
