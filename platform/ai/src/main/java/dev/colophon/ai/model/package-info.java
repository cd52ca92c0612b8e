/** Language models behind one fallback chain. */
@NullMarked
package dev.colophon.ai.model;

import org.jspecify.annotations.NullMarked;
