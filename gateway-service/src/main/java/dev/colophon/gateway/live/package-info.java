/** What happens to a client's data, told as it happens. */
@NullMarked
package dev.colophon.gateway.live;

import org.jspecify.annotations.NullMarked;
