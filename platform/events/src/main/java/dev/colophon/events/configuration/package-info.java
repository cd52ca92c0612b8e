/** Configuration of clients as every service follows it. */
@NullMarked
package dev.colophon.events.configuration;

import org.jspecify.annotations.NullMarked;
