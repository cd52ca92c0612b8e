/** Jira's wiki markup as clean text. */
@NullMarked
package dev.colophon.etl.text.wiki;

import org.jspecify.annotations.NullMarked;
