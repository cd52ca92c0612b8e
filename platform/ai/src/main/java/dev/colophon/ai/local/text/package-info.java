/** Turns what people write, with its markup and noise, into sentences and words. */
@NullMarked
package dev.colophon.ai.local.text;

import org.jspecify.annotations.NullMarked;
