/** What the ledger adds up to. */
@NullMarked
package dev.colophon.usage.report;

import org.jspecify.annotations.NullMarked;
