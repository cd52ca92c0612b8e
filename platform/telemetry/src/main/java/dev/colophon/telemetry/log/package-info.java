/** What every line of a log says beside its message: whose it is, and what it is about. */
@NullMarked
package dev.colophon.telemetry.log;

import org.jspecify.annotations.NullMarked;
