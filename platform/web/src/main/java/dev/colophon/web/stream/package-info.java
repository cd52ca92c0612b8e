/** Answers that are sent piece by piece. */
@NullMarked
package dev.colophon.web.stream;

import org.jspecify.annotations.NullMarked;
