/** Scheduled work: once at a time however many instances there are, with what became of it; and the locks for that. */
@NullMarked
package dev.colophon.persistence.job;

import org.jspecify.annotations.NullMarked;
