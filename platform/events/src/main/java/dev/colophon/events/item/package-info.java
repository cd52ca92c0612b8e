/** Items as sources capture them. */
@NullMarked
package dev.colophon.events.item;

import org.jspecify.annotations.NullMarked;
