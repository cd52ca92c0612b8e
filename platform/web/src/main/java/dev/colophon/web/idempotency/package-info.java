/** Answers kept and replayed under an Idempotency-Key. */
@NullMarked
package dev.colophon.web.idempotency;

import org.jspecify.annotations.NullMarked;
