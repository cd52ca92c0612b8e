/** Reads issues of Jira, by polling and by webhooks. */
@NullMarked
package dev.colophon.etl.jira;

import org.jspecify.annotations.NullMarked;
