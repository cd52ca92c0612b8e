/** How strictly JSON is read. */
@NullMarked
package dev.colophon.web.json;

import org.jspecify.annotations.NullMarked;
