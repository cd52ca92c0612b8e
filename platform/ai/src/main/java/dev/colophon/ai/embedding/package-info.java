/** Vectors from providers: batched, checked one by one, and paid for attempt by attempt. */
@NullMarked
package dev.colophon.ai.embedding;

import org.jspecify.annotations.NullMarked;
