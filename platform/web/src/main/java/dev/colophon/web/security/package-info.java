/** Internal tokens, the caller they name, and the roles it needs. */
@NullMarked
package dev.colophon.web.security;

import org.jspecify.annotations.NullMarked;
