/** Passwords and keys made at first start. */
@NullMarked
package dev.colophon.standalone.secret;

import org.jspecify.annotations.NullMarked;
