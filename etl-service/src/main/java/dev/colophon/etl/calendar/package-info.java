/** Calendars (RFC 5545) as meetings. */
@NullMarked
package dev.colophon.etl.calendar;

import org.jspecify.annotations.NullMarked;
