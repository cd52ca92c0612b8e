/** The tags that AI gave projects, as metadata-service tells of them. */
@NullMarked
package dev.colophon.embedding.tag;

import org.jspecify.annotations.NullMarked;
