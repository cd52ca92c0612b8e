/** What happens to projects. */
@NullMarked
package dev.colophon.events.project;

import org.jspecify.annotations.NullMarked;
