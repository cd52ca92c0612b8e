/** The life of the process itself. */
@NullMarked
package dev.colophon.web.process;

import org.jspecify.annotations.NullMarked;
