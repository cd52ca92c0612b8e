/** The front door: it knows who calls, vouches for them, and shows the way. */
@NullMarked
package dev.colophon.gateway;

import org.jspecify.annotations.NullMarked;
