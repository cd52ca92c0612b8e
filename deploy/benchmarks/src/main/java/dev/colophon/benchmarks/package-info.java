/** What Colophon's speed is measured with; run by hand. */
@NullMarked
package dev.colophon.benchmarks;

import org.jspecify.annotations.NullMarked;
