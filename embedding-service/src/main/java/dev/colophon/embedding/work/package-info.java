/** Embeds what is pending, under a lease, and stores each vector once. */
@NullMarked
package dev.colophon.embedding.work;

import org.jspecify.annotations.NullMarked;
