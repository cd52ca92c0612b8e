/** Locks for jobs that must run once however many instances there are. */
@NullMarked
package dev.colophon.persistence.job;

import org.jspecify.annotations.NullMarked;
