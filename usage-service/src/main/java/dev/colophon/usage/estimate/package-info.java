/** What calls will cost, before anyone asks for leave to make them. */
@NullMarked
package dev.colophon.usage.estimate;

import org.jspecify.annotations.NullMarked;
