/** Has what is logged for a request say whose it is. */
@NullMarked
package dev.colophon.web.log;

import org.jspecify.annotations.NullMarked;
