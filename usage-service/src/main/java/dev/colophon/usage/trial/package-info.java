/** Tries what a client configured, with one small call. */
@NullMarked
package dev.colophon.usage.trial;

import org.jspecify.annotations.NullMarked;
