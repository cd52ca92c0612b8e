/** What a Jira issue says. */
@NullMarked
package dev.colophon.etl.jira.issue;

import org.jspecify.annotations.NullMarked;
