/** What providers ask for tokens, and since when. */
@NullMarked
package dev.colophon.usage.price;

import org.jspecify.annotations.NullMarked;
