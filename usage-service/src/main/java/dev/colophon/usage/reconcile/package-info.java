/** The ledger held against what a provider or gateway says it billed. */
@NullMarked
package dev.colophon.usage.reconcile;

import org.jspecify.annotations.NullMarked;
