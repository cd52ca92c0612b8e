/** Projects, and everything that makes or uses language about them. */
@NullMarked
package dev.colophon.metadata;

import org.jspecify.annotations.NullMarked;
