/** Which service answers what, and what happens when it does not. */
@NullMarked
package dev.colophon.gateway.route;

import org.jspecify.annotations.NullMarked;
