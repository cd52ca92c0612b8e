/** Every error as an RFC 9457 problem, decided in one place. */
@NullMarked
package dev.colophon.web.problem;

import org.jspecify.annotations.NullMarked;
