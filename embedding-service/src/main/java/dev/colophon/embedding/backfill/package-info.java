/** Finds chunks that lack their vector, and has them embedded at the pace that live work leaves. */
@NullMarked
package dev.colophon.embedding.backfill;

import org.jspecify.annotations.NullMarked;
