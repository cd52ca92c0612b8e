/** Scheduled work, as operators see and start it. */
@NullMarked
package dev.colophon.ops.job;

import org.jspecify.annotations.NullMarked;
