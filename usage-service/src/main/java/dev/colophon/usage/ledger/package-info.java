/** The ledger: one record an attempt at an AI call, whatever became of it. */
@NullMarked
package dev.colophon.usage.ledger;

import org.jspecify.annotations.NullMarked;
