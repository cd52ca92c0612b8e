/** Which models there are, what they can do and what they cost. */
@NullMarked
package dev.colophon.usage.catalogue;

import org.jspecify.annotations.NullMarked;
