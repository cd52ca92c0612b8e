/** Speaks Jira's REST API, of the cloud and of data centers, within its limits. */
@NullMarked
package dev.colophon.etl.jira.client;

import org.jspecify.annotations.NullMarked;
