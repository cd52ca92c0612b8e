/** How a service is doing: what it has yet to handle, to work and to publish. */
@NullMarked
package dev.colophon.ops.status;

import org.jspecify.annotations.NullMarked;
