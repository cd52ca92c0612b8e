/** A whole stack, measured from outside. */
@NullMarked
package dev.colophon.benchmarks.stack;

import org.jspecify.annotations.NullMarked;
