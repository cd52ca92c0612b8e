/** Limits on spending: what is admitted, what is reserved, and what counts against whom. */
@NullMarked
package dev.colophon.usage.budget;

import org.jspecify.annotations.NullMarked;
