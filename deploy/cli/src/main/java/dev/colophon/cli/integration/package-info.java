/** The commands about providers of models and what they offer. */
@NullMarked
package dev.colophon.cli.integration;

import org.jspecify.annotations.NullMarked;
