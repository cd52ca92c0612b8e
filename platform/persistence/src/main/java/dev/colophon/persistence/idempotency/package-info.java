/** Answers to requests with an {@code Idempotency-Key}, kept in the schema of the service that gave them. */
@NullMarked
package dev.colophon.persistence.idempotency;

import org.jspecify.annotations.NullMarked;
