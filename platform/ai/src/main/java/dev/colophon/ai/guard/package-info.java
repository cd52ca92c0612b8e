/** What stands between a call and a provider: retries, circuits, rates, concurrency and time. */
@NullMarked
package dev.colophon.ai.guard;

import org.jspecify.annotations.NullMarked;
