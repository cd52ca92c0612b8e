/** Usage service: the account of what every AI call cost. */
@NullMarked
package dev.colophon.usage;

import org.jspecify.annotations.NullMarked;
