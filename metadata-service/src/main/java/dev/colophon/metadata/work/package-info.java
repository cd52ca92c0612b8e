/** Runs leased work, several pieces at once. */
@NullMarked
package dev.colophon.metadata.work;

import org.jspecify.annotations.NullMarked;
