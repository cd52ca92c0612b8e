/** Which addresses the product may call on a client's behalf. */
@NullMarked
package dev.colophon.web.outbound;

import org.jspecify.annotations.NullMarked;
