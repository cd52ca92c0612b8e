/** How often a caller may call. */
@NullMarked
package dev.colophon.gateway.limit;

import org.jspecify.annotations.NullMarked;
