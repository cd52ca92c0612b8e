/** Clients, their API keys, and who is calling. */
@NullMarked
package dev.colophon.gateway.identity;

import org.jspecify.annotations.NullMarked;
